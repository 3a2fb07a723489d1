import { base62Checksum, isBech32, littleEndianHexChecksum } from "./checksum.ts";

/** Why what looks like a secret may be none, or do little harm. */
export type Doubt =
  /** Its checksum does not fit: almost surely made up. */
  | "checksum"
  /** A private key that needs a passphrase. */
  | "encrypted"
  /** Stands where a credential will be put. */
  | "placeholder"
  /** Expires within days. */
  | "short-lived"
  /** Good for a sandbox only. */
  | "test"
  /** A development default that all know. */
  | "weak";

/**
 * A form of credential that its issuer publishes, so that scanners can find it. Facts from the issuers' documentation
 * and from GitHub's list of secret scanning partners, as of 2026-09.
 */
export interface TokenFormat {
  /** The rule of the family `secret` that reports it, where there is one. */
  readonly kind: string;
  /** With its article: "a GitHub token". */
  readonly name: string;
  /** In lower case; each token holds one of them, `offset` characters after its start. */
  readonly literals: readonly string[];
  readonly offset?: number;
  /** Without boundaries; linear, every quantifier bounded. A group, if any, is the secret part. */
  readonly pattern: RegExp;
  /** Characters that, right before or after it, make it part of something longer. */
  readonly boundary?: "word" | "dash" | "base64";
  /** The least entropy of a real one, in bits per character. */
  readonly entropy?: number;
  /** `none`: not one at all. */
  readonly verify?: (token: string) => Doubt | "none" | undefined;
}

const checked = (random: string, checksum: string): Doubt | undefined =>
  base62Checksum(random) === checksum ? undefined : "checksum";

/** `prefix_` and 36 characters, the last six of which are the checksum of the others. */
function checkedToken(token: string): Doubt | undefined {
  const random = token.slice(token.indexOf("_") + 1);
  return random.length === 36 ? checked(random.slice(0, 30), random.slice(30)) : undefined;
}

/** A base64url part that is a JSON object with these keys. */
function decodesTo(part: string, ...keys: readonly string[]): boolean {
  try {
    const value: unknown = JSON.parse(
      atob(
        part
          .replaceAll("-", "+")
          .replaceAll("_", "/")
          .replace(/={1,3}$/, ""),
      ),
    );
    return typeof value === "object" && value !== null && keys.every((key) => key in value);
  } catch {
    return false;
  }
}

/** Signed, with a header and a payload that are JSON. */
function verifyJwt(token: string): "none" | undefined {
  const [header = "", payload = ""] = token.split(".");
  return decodesTo(header, "alg") && decodesTo(payload) ? undefined : "none";
}

/** Sorted by kind. */
export const TOKEN_FORMATS = [
  { kind: "adafruit-key", name: "an Adafruit IO key", literals: ["aio_"], pattern: /aio_[A-Za-z0-9]{28}/ },
  {
    kind: "age-key",
    name: "an age identity",
    literals: ["age-secret-key-1"],
    pattern: /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/,
    verify: (token) => (isBech32(token) ? undefined : "checksum"),
  },
  { kind: "airtable-token", name: "an Airtable token", literals: ["pat"], pattern: /pat[A-Za-z0-9]{14}\.[0-9a-f]{64}/ },
  {
    kind: "aiven-password",
    name: "an Aiven password",
    literals: ["avns_"],
    pattern: /AVNS_[\w-]{18,19}/,
    boundary: "dash",
  },
  {
    kind: "alibaba-key",
    name: "an Alibaba Cloud access key",
    literals: ["ltai"],
    pattern: /LTAI[A-Za-z0-9]{12,20}/,
    boundary: "base64",
  },
  {
    kind: "anthropic-key",
    name: "an Anthropic key",
    literals: ["sk-ant-"],
    pattern: /sk-ant-(?:api|admin|oat|ort)\d\d-[\w-]{80,110}AA/,
    boundary: "dash",
  },
  {
    kind: "artifactory-token",
    name: "an Artifactory key",
    literals: ["akcp"],
    pattern: /AKCp[A-Za-z0-9]{69}/,
    boundary: "base64",
    entropy: 4,
  },
  {
    kind: "artifactory-token",
    name: "an Artifactory reference token",
    literals: ["cmvmdgtuoj"],
    pattern: /cmVmdGtuOj[A-Za-z0-9]{54}/,
    boundary: "base64",
    entropy: 4,
  },
  {
    kind: "atlassian-token",
    name: "an Atlassian token",
    literals: ["atatt3xffgf0"],
    pattern: /ATATT3xFfGF0[\w=-]{100,300}/,
    boundary: "dash",
  },
  {
    kind: "atlassian-token",
    name: "a Bitbucket app password",
    literals: ["atbb"],
    pattern: /ATBB[A-Za-z0-9]{24}[A-F0-9]{8}/,
  },
  {
    kind: "aws-access-key",
    name: "an AWS access key id",
    literals: ["a3t", "abia", "acca", "akia"],
    pattern: /(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA)[A-Z2-7]{16}/,
  },
  {
    kind: "aws-access-key",
    name: "a temporary AWS access key id",
    literals: ["asia"],
    pattern: /ASIA[A-Z2-7]{16}/,
    verify: () => "short-lived",
  },
  {
    kind: "aws-bedrock-key",
    name: "an Amazon Bedrock key",
    literals: ["absk"],
    pattern: /ABSK[A-Za-z0-9+/]{109,269}={0,2}/,
    boundary: "base64",
  },
  {
    kind: "aws-bedrock-key",
    name: "an Amazon Bedrock key",
    literals: ["bedrock-api-key-"],
    // `{1}`, lest a scanner take the pattern itself for a key.
    pattern: /bedrock-api-key-Ym{1}Vkcm9jay5hbWF6b25hd3MuY29t[\w+/=-]{0,2000}/,
  },
  {
    kind: "aws-mws-token",
    name: "an Amazon MWS token",
    literals: ["amzn.mws."],
    pattern: /amzn\.mws\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
    boundary: "dash",
  },
  {
    kind: "azure-client-secret",
    name: "an Entra client secret",
    literals: ["7q~", "8q~"],
    offset: 3,
    pattern: /[\w.~-]{3}[78]Q~[\w.~-]{34}/,
    boundary: "dash",
  },
  {
    kind: "azure-devops-token",
    name: "an Azure DevOps token",
    literals: ["azdo"],
    offset: 76,
    pattern: /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/,
  },
  {
    kind: "azure-storage-key",
    name: "an Azure account key",
    literals: ["accountkey=", "sharedaccesskey="],
    pattern: /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)/,
  },
  {
    kind: "azure-storage-key",
    name: "an Azure key",
    literals: ["jqqj9"],
    offset: 52,
    pattern: /[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9][A-L][A-Za-z0-9]{16}[A-Za-z][A-Za-z0-9]{7}(?:[A-Za-z0-9]{2}==)?/,
  },
  {
    kind: "azure-storage-key",
    name: "an Azure shared access signature",
    literals: ["sig="],
    pattern: /sig=([A-Za-z0-9+/]{43}=|(?:[A-Za-z0-9]|%2[BbFf]){43}%3[Dd])/,
  },
  {
    kind: "brevo-key",
    name: "a Brevo key",
    literals: ["xkeysib-"],
    pattern: /xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}/,
    boundary: "dash",
  },
  { kind: "buildkite-token", name: "a Buildkite token", literals: ["bkua_"], pattern: /bkua_[a-f0-9]{40}/ },
  {
    kind: "circleci-token",
    name: "a CircleCI token",
    literals: ["ccipat_", "cciprj_"],
    pattern: /CCI(?:PAT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}/,
  },
  {
    kind: "clickhouse-key",
    name: "a ClickHouse Cloud key",
    literals: ["4b1d"],
    pattern: /4b1d[A-Za-z0-9]{38}/,
    boundary: "base64",
    entropy: 4,
  },
  { kind: "clojars-token", name: "a Clojars token", literals: ["clojars_"], pattern: /CLOJARS_[a-z0-9]{60}/ },
  {
    kind: "cloudflare-origin-ca-key",
    name: "a Cloudflare origin CA key",
    literals: ["v1.0-"],
    pattern: /v1\.0-[a-f0-9]{24}-[a-f0-9]{146}/,
    boundary: "dash",
  },
  {
    kind: "cloudflare-origin-ca-key",
    name: "a Cloudflare token",
    literals: ["cfat_", "cfk_", "cfut_"],
    pattern: /cf(?:at|k|ut)_[A-Za-z0-9]{44,56}/,
  },
  {
    kind: "contentful-token",
    name: "a Contentful token",
    literals: ["cfpat-"],
    pattern: /CFPAT-[\w-]{43}/,
    boundary: "dash",
  },
  { kind: "crates-token", name: "a crates.io token", literals: ["cio"], pattern: /cio[A-Za-z0-9]{32}/, entropy: 4 },
  {
    kind: "databricks-token",
    name: "a Databricks token",
    literals: ["dapi"],
    pattern: /dapi[a-f0-9]{32}(?:-\d)?/,
    boundary: "dash",
  },
  { kind: "datadog-key", name: "a New Relic key", literals: ["nrak-"], pattern: /NRAK-[A-Z0-9]{27}/ },
  {
    kind: "datadog-key",
    name: "a New Relic insert key",
    literals: ["nrii-"],
    pattern: /NRII-[\w-]{32}/,
    boundary: "dash",
  },
  { kind: "datadog-key", name: "a New Relic license key", literals: ["nral"], offset: 36, pattern: /[a-f0-9]{36}NRAL/ },
  {
    kind: "digitalocean-token",
    name: "a DigitalOcean token",
    literals: ["doo_v1_", "dop_v1_", "dor_v1_"],
    pattern: /do[opr]_v1_[a-f0-9]{64}/,
  },
  {
    kind: "discord-webhook",
    name: "a Discord webhook",
    literals: ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/([\w-]{60,72})/,
    boundary: "dash",
  },
  {
    kind: "docker-token",
    name: "a Docker Hub token",
    literals: ["dckr_oat_", "dckr_pat_"],
    pattern: /dckr_(?:oat_[\w-]{32}|pat_[\w-]{27})/,
    boundary: "dash",
  },
  {
    kind: "doppler-token",
    name: "a Doppler token",
    literals: ["dp.audit.", "dp.ct.", "dp.pt.", "dp.sa.", "dp.scim."],
    pattern: /dp\.(?:audit|ct|pt|sa|scim)\.[A-Za-z0-9]{40,44}/,
  },
  {
    kind: "doppler-token",
    name: "a Doppler service token",
    literals: ["dp.st."],
    pattern: /dp\.st\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
  },
  {
    kind: "dynatrace-token",
    name: "a Dynatrace token",
    literals: ["dt0"],
    pattern: /dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}/,
  },
  {
    kind: "easypost-key",
    name: "an EasyPost key",
    literals: ["ezak"],
    pattern: /EZAK[A-Za-z0-9]{54}/,
    boundary: "base64",
  },
  { kind: "figma-token", name: "a Figma token", literals: ["figd_"], pattern: /figd_[\w-]{40}/, boundary: "dash" },
  { kind: "flyio-token", name: "a Fly.io token", literals: ["fo1_"], pattern: /fo1_[\w-]{43}/, boundary: "dash" },
  {
    kind: "flyio-token",
    name: "a Fly.io token",
    literals: ["fm1a_", "fm1r_", "fm2_"],
    pattern: /fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,2000}={0,3}/,
  },
  {
    kind: "gcp-api-key",
    name: "a Google API key",
    literals: ["aiza"],
    pattern: /AIza[\w-]{35}/,
    boundary: "dash",
    entropy: 4,
  },
  {
    kind: "gcp-oauth-secret",
    name: "a Google OAuth client secret",
    literals: ["gocspx-"],
    pattern: /GOCSPX-[\w-]{28}/,
    boundary: "dash",
  },
  {
    kind: "gcp-oauth-token",
    name: "a Google OAuth token",
    literals: ["ya29."],
    pattern: /ya29\.[\w-]{40,1000}/,
    boundary: "dash",
    verify: () => "short-lived",
  },
  {
    kind: "github-token",
    name: "a GitHub token",
    literals: ["gho_", "ghp_", "ghr_", "ghs_", "ghu_"],
    pattern: /gh[oprsu]_[0-9A-Za-z]{36}/,
    verify: checkedToken,
  },
  {
    kind: "github-token",
    name: "a GitHub token",
    literals: ["github_pat_"],
    pattern: /github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}/,
  },
  {
    kind: "github-token",
    name: "a GitHub installation token",
    literals: ["ghs_"],
    pattern: /ghs_\d{1,12}_ey[\w-]{15,1000}\.ey[\w-]{15,4000}\.[\w-]{20,1500}/,
    boundary: "dash",
  },
  {
    kind: "gitlab-token",
    name: "a GitLab token",
    literals: ["gldt-", "glffct-", "glft-", "glpat-", "glrt-", "glsoat-"],
    pattern: /gl(?:dt|ffct|ft|pat|rt|soat)-[\w-]{20}/,
    boundary: "dash",
  },
  {
    kind: "gitlab-token",
    name: "a GitLab token",
    literals: ["glcbt-", "gldt-", "glft-", "glpat-", "glptt-", "glrt-"],
    pattern: /gl(?:cbt|dt|ft|pat|ptt|rt)-(?:t\d_)?[\w-]{27,300}(?:\.[0-9a-z]{2})?\.[0-9a-z]{9}/,
    boundary: "dash",
  },
  {
    kind: "gitlab-token",
    name: "a GitLab mail token",
    literals: ["glimt-"],
    pattern: /glimt-[\w-]{25}/,
    boundary: "dash",
  },
  {
    kind: "gitlab-token",
    name: "a GitLab agent token",
    literals: ["glagent-"],
    pattern: /glagent-[\w-]{50}/,
    boundary: "dash",
  },
  {
    kind: "gitlab-token",
    name: "a GitLab OAuth secret",
    literals: ["gloas-"],
    pattern: /gloas-[\w-]{64}/,
    boundary: "dash",
  },
  { kind: "gitlab-token", name: "a GitLab trigger token", literals: ["glptt-"], pattern: /glptt-[0-9a-f]{40}/ },
  {
    kind: "gitlab-token",
    name: "a GitLab runner token",
    literals: ["gr1348941"],
    pattern: /GR1348941[\w-]{20}/,
    boundary: "dash",
  },
  {
    kind: "gitlab-token",
    name: "a GitLab job token",
    literals: ["glcbt-"],
    pattern: /glcbt-[0-9a-zA-Z]{1,5}_[\w-]{20}/,
    boundary: "dash",
    verify: () => "short-lived",
  },
  {
    kind: "grafana-token",
    name: "a Grafana Cloud token",
    literals: ["glc_eyj"],
    pattern: /glc_eyJ[A-Za-z0-9+/]{60,400}={0,3}/,
  },
  {
    kind: "grafana-token",
    name: "a Grafana token",
    literals: ["glsa_"],
    pattern: /glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}/,
    verify: (token) => (littleEndianHexChecksum(token.slice(0, -9)) === token.slice(-8) ? undefined : "checksum"),
  },
  {
    kind: "grafana-token",
    name: "a Grafana API key",
    literals: ["eyjrijoi"],
    pattern: /eyJrIjoi[A-Za-z0-9+/]{60,400}={0,3}(?!\.)/,
    boundary: "base64",
    verify: (token) => (decodesTo(token, "k", "id") ? undefined : "none"),
  },
  { kind: "groq-key", name: "a Groq key", literals: ["gsk_"], pattern: /gsk_[A-Za-z0-9]{52}/ },
  {
    kind: "harness-key",
    name: "a Harness key",
    literals: ["pat.", "sat."],
    pattern: /(?:pat|sat)\.[\w-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}/,
  },
  { kind: "heroku-key", name: "a Heroku key", literals: ["hrku-aa"], pattern: /HRKU-AA[\w-]{58}/, boundary: "dash" },
  {
    kind: "huggingface-token",
    name: "a Hugging Face token",
    literals: ["api_org_", "hf_"],
    pattern: /(?:api_org|hf)_[A-Za-z]{34}/,
    entropy: 3.5,
    verify: (token) => (/[A-Z]/.test(token) && /_.*[a-z]/.test(token) ? undefined : "none"),
  },
  {
    kind: "infracost-key",
    name: "an Infracost key",
    literals: ["ico-"],
    pattern: /ico-[A-Za-z0-9]{32}/,
    boundary: "dash",
    entropy: 3.5,
  },
  {
    kind: "jwt",
    name: "a signed JWT",
    literals: ["eya", "eyj"],
    pattern: /ey[\w-]{15,1000}\.ey[\w-]{15,4000}\.[\w-]{20,1500}/,
    boundary: "dash",
    verify: verifyJwt,
  },
  {
    kind: "langsmith-key",
    name: "a LangSmith key",
    literals: ["lsv2_"],
    pattern: /lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}/,
  },
  {
    kind: "linear-key",
    name: "a Linear key",
    literals: ["lin_api_", "lin_oauth_"],
    pattern: /lin_(?:api|oauth)_[A-Za-z0-9]{40,64}/,
  },
  {
    kind: "mailchimp-key",
    name: "a Mailchimp key",
    literals: ["-us"],
    offset: 32,
    pattern: /[0-9a-f]{32}-us\d{1,2}/,
    boundary: "dash",
  },
  { kind: "mailgun-key", name: "a Mailgun key", literals: ["key-"], pattern: /key-[0-9a-f]{32}/, boundary: "dash" },
  {
    kind: "mapbox-token",
    name: "a Mapbox secret token",
    literals: ["sk.eyj"],
    pattern: /sk\.eyJ[\w-]{20,300}\.[\w-]{20,40}/,
    boundary: "dash",
  },
  { kind: "netlify-token", name: "a Netlify token", literals: ["nfp_"], pattern: /nfp_[A-Za-z0-9]{36,40}/ },
  { kind: "notion-token", name: "a Notion token", literals: ["ntn_"], pattern: /ntn_[A-Za-z0-9]{43,50}/ },
  { kind: "npm-token", name: "an npm token", literals: ["npm_"], pattern: /npm_[A-Za-z0-9]{36}/, verify: checkedToken },
  { kind: "nuget-key", name: "a NuGet key", literals: ["oy2"], pattern: /oy2[a-z0-9]{43}/, entropy: 3.5 },
  {
    kind: "octopus-key",
    name: "an Octopus Deploy key",
    literals: ["api-"],
    pattern: /API-[A-Z0-9]{26,32}/,
    boundary: "dash",
    entropy: 3.5,
  },
  {
    kind: "onepassword-token",
    name: "a 1Password service account token",
    literals: ["ops_eyj"],
    pattern: /ops_eyJ[A-Za-z0-9+/]{250,2000}={0,3}/,
  },
  {
    kind: "onepassword-token",
    name: "a 1Password secret key",
    literals: ["a3-"],
    pattern: /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/,
    boundary: "dash",
    entropy: 3.8,
  },
  {
    kind: "openai-key",
    name: "an OpenAI key",
    literals: ["sk-"],
    pattern: /sk-(?:(?:admin|proj|svcacct)-)?[\w-]{20,74}T3BlbkFJ[\w-]{20,74}/,
    boundary: "dash",
  },
  {
    kind: "openshift-token",
    name: "an OpenShift token",
    literals: ["sha256~"],
    pattern: /sha256~[\w-]{43}/,
    boundary: "dash",
  },
  {
    kind: "perplexity-key",
    name: "a Perplexity key",
    literals: ["pplx-"],
    pattern: /pplx-[A-Za-z0-9]{48,60}/,
    boundary: "dash",
  },
  {
    kind: "planetscale-token",
    name: "a PlanetScale credential",
    literals: ["pscale_oauth_", "pscale_pw_", "pscale_tkn_"],
    pattern: /pscale_(?:oauth|pw|tkn)_[\w=.-]{32,64}/,
    boundary: "dash",
  },
  {
    kind: "postman-key",
    name: "a Postman key",
    literals: ["pmak-"],
    pattern: /PMAK-[a-f0-9]{24}-[a-f0-9]{34}/,
    boundary: "dash",
  },
  { kind: "prefect-key", name: "a Prefect key", literals: ["pnu_"], pattern: /pnu_[A-Za-z0-9]{36}/ },
  { kind: "pulumi-token", name: "a Pulumi token", literals: ["pul-"], pattern: /pul-[a-f0-9]{40}/, boundary: "dash" },
  {
    kind: "pypi-token",
    name: "a PyPI token",
    literals: ["pypi-ageichlwas5vcmc"],
    pattern: /pypi-AgEIcHlwaS5vcmc[\w-]{50,1000}/,
    boundary: "dash",
  },
  {
    kind: "pypi-token",
    name: "a TestPyPI token",
    literals: ["pypi-agendgvzdc5wexbplm9yz"],
    pattern: /pypi-AgENdGVzdC5weXBpLm9yZ[\w-]{50,1000}/,
    boundary: "dash",
    verify: () => "test",
  },
  { kind: "readme-key", name: "a ReadMe key", literals: ["rdme_"], pattern: /rdme_[a-z0-9]{70}/ },
  { kind: "replicate-token", name: "a Replicate token", literals: ["r8_"], pattern: /r8_[A-Za-z0-9]{37}/ },
  { kind: "rubygems-token", name: "a RubyGems token", literals: ["rubygems_"], pattern: /rubygems_[a-f0-9]{48}/ },
  {
    kind: "sendgrid-key",
    name: "a SendGrid key",
    literals: ["sg."],
    pattern: /SG\.[\w-]{22}\.[\w-]{43}/,
    boundary: "dash",
  },
  { kind: "sentry-token", name: "a Sentry token", literals: ["sntrya_", "sntryu_"], pattern: /sntry[au]_[a-f0-9]{64}/ },
  {
    kind: "sentry-token",
    name: "a Sentry organisation token",
    literals: ["sntrys_eyj"],
    pattern: /sntrys_eyJpYXQiO[\w+/=-]{60,400}/,
    boundary: "dash",
  },
  { kind: "shippo-token", name: "a Shippo token", literals: ["shippo_live_"], pattern: /shippo_live_[a-f0-9]{40}/ },
  {
    kind: "shopify-token",
    name: "a Shopify token",
    literals: ["shpat_", "shpca_", "shppa_", "shpss_", "shptka_"],
    pattern: /shp(?:at|ca|pa|ss|tka)_[a-fA-F0-9]{32}/,
  },
  {
    kind: "slack-token",
    name: "a Slack token",
    literals: ["xoxb-"],
    pattern: /xoxb-(?:\d{10,13}-\d{10,13}-[A-Za-z0-9]{20,34}|\d{8,14}-[A-Za-z0-9]{18,26})/,
    boundary: "dash",
    entropy: 2.5,
  },
  {
    kind: "slack-token",
    name: "a Slack token",
    literals: ["xoxe-", "xoxp-"],
    pattern: /xox[ep](?:-\d{10,13}){3}-[A-Za-z0-9]{28,34}/,
    boundary: "dash",
    entropy: 2.5,
  },
  {
    kind: "slack-token",
    name: "a Slack configuration token",
    literals: ["xoxe-", "xoxe."],
    pattern: /xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{140,170}/,
    boundary: "dash",
    entropy: 2.5,
  },
  {
    kind: "slack-token",
    name: "a Slack token",
    literals: ["xoxa-", "xoxr-"],
    pattern: /xox[ar]-(?:\d-)?[0-9A-Za-z]{20,48}/,
    boundary: "dash",
    entropy: 2.5,
  },
  {
    kind: "slack-token",
    name: "a Slack token",
    literals: ["xoxo-", "xoxs-"],
    pattern: /xox[os](?:-\d{6,16}){3}-[a-fA-F0-9]{10,64}/,
    boundary: "dash",
    entropy: 2.5,
  },
  {
    kind: "slack-token",
    name: "a Slack app token",
    literals: ["xapp-"],
    pattern: /xapp-\d-[A-Z0-9]{8,14}-\d{10,16}-[a-f0-9]{60,70}/,
    boundary: "dash",
    entropy: 2.5,
  },
  {
    kind: "slack-webhook",
    name: "a Slack webhook",
    literals: ["hooks.slack-gov.com/", "hooks.slack.com/"],
    pattern:
      /hooks\.slack(?:-gov)?\.com\/(?:services\/T[A-Z0-9]{8,11}\/B[A-Z0-9]{8,11}\/[A-Za-z0-9]{24}|triggers\/[TE][A-Z0-9]{8,11}\/\d{12,16}\/[0-9a-f]{32}|workflows\/T[A-Z0-9]{8,11}\/A[A-Z0-9]{8,11}\/\d{17,19}\/[A-Za-z0-9]{23,24})/,
  },
  {
    kind: "sonar-token",
    name: "a SonarQube token",
    literals: ["sqa_", "sqp_", "squ_"],
    pattern: /sq[apu]_[a-f0-9]{40}/,
  },
  {
    kind: "sourcegraph-token",
    name: "a Sourcegraph token",
    literals: ["sgp_"],
    pattern: /sgp_(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}/,
  },
  {
    kind: "square-token",
    name: "a Square token",
    literals: ["eaaa"],
    pattern: /EAAA[\w-]{60}/,
    boundary: "base64",
    entropy: 3.5,
  },
  {
    kind: "square-token",
    name: "a Square token",
    literals: ["sq0atp-", "sq0csp-"],
    pattern: /sq0(?:atp-[\w-]{22}|csp-[\w-]{43})/,
    boundary: "base64",
    entropy: 3.5,
  },
  {
    kind: "stripe-key",
    name: "a Stripe secret key",
    literals: ["rk_live_", "sk_live_"],
    pattern: /[rs]k_live_[A-Za-z0-9]{20,247}/,
  },
  {
    kind: "stripe-key",
    name: "a Stripe test key",
    literals: ["rk_test_", "sk_test_"],
    pattern: /[rs]k_test_[A-Za-z0-9]{20,247}/,
    verify: () => "test",
  },
  {
    kind: "stripe-key",
    name: "a Stripe webhook secret",
    literals: ["whsec_"],
    pattern: /whsec_[A-Za-z0-9+/]{32,64}={0,2}/,
  },
  { kind: "supabase-token", name: "a Supabase token", literals: ["sbp_"], pattern: /sbp_[a-f0-9]{40}/ },
  {
    kind: "supabase-token",
    name: "a Supabase secret key",
    literals: ["sb_secret_"],
    pattern: /sb_secret_[\w-]{22}_[\w-]{8}/,
    boundary: "dash",
  },
  {
    kind: "tailscale-key",
    name: "a Tailscale key",
    literals: ["tskey-"],
    pattern: /tskey-(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{8,20}-[A-Za-z0-9]{16,48}/,
    boundary: "dash",
  },
  {
    kind: "teams-webhook",
    name: "a Teams webhook",
    literals: ["webhook.office.com/webhookb2/"],
    pattern:
      /webhook\.office\.com\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-z]{32}\/[0-9a-f-]{36}/,
    boundary: "dash",
  },
  {
    kind: "telegram-token",
    name: "a Telegram bot token",
    literals: ["api.telegram.org/bot"],
    pattern: /api\.telegram\.org\/bot(\d{8,10}:AA[\w-]{33})/,
    boundary: "dash",
  },
  {
    kind: "tencent-key",
    name: "a Tencent Cloud secret id",
    literals: ["akid"],
    pattern: /AKID[A-Za-z0-9]{32}/,
    boundary: "base64",
  },
  {
    kind: "terraform-cloud-token",
    name: "a Terraform Cloud token",
    literals: [".atlasv1."],
    offset: 14,
    pattern: /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/,
    boundary: "dash",
    entropy: 3.5,
  },
  { kind: "twilio-key", name: "a Twilio key", literals: ["sk"], pattern: /SK[0-9a-f]{32}/, boundary: "base64" },
  {
    kind: "vault-token",
    name: "a Vault token",
    literals: ["hvb.", "hvr.", "hvs."],
    pattern: /hv[brs]\.[\w-]{90,300}/,
    boundary: "dash",
    entropy: 3.5,
  },
  { kind: "xai-key", name: "an xAI key", literals: ["xai-"], pattern: /xai-[A-Za-z0-9]{80}/, boundary: "dash" },
] as const satisfies readonly TokenFormat[];

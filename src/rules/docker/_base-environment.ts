import { familiarName, type ImageReference } from "../../model/image-reference.ts";

/**
 * What images set with ENV besides `<IMAGE>_VERSION`, after the Dockerfiles of Docker's official images and of
 * https://github.com/dotnet/dotnet-docker, as of 2026-08.
 */
const SET_BY: Readonly<Record<string, readonly string[]>> = {
  amazoncorretto: ["JAVA_HOME"],
  "apache/airflow": ["AIRFLOW_HOME", "AIRFLOW_UID", "AIRFLOW_USER_HOME_DIR"],
  cassandra: ["CASSANDRA_CONF", "CASSANDRA_HOME", "JAVA_HOME"],
  "eclipse-temurin": ["JAVA_HOME", "JAVA_VERSION"],
  elasticsearch: ["ELASTIC_CONTAINER"],
  elixir: ["OTP_VERSION", "REBAR3_VERSION", "REBAR_VERSION"],
  erlang: ["OTP_VERSION", "REBAR3_VERSION", "REBAR_VERSION"],
  golang: ["GOPATH", "GOTOOLCHAIN"],
  gradle: ["GRADLE_HOME", "JAVA_HOME"],
  haskell: ["CABAL_VERSION", "GHC_VERSION", "STACK_VERSION"],
  httpd: ["HTTPD_PREFIX"],
  ibmjava: ["JAVA_HOME", "JAVA_VERSION"],
  jetty: ["JAVA_HOME", "JETTY_BASE", "JETTY_HOME"],
  jruby: ["JAVA_HOME", "JRUBY_VERSION"],
  mariadb: ["GOSU_VERSION"],
  maven: ["JAVA_HOME", "MAVEN_CONFIG", "MAVEN_HOME"],
  "mcr.microsoft.com/dotnet/aspnet": ["APP_UID", "ASPNETCORE_HTTP_PORTS", "DOTNET_VERSION"],
  "mcr.microsoft.com/dotnet/runtime": ["APP_UID", "ASPNETCORE_HTTP_PORTS", "DOTNET_VERSION"],
  "mcr.microsoft.com/dotnet/runtime-deps": ["APP_UID", "ASPNETCORE_HTTP_PORTS"],
  "mcr.microsoft.com/dotnet/sdk": ["APP_UID", "ASPNET_VERSION", "DOTNET_SDK_VERSION", "DOTNET_VERSION"],
  mongo: ["GOSU_VERSION", "MONGO_MAJOR", "MONGO_PACKAGE", "MONGO_REPO"],
  mysql: ["GOSU_VERSION", "MYSQL_MAJOR", "MYSQL_SHELL_VERSION"],
  nginx: ["ACME_VERSION", "DYNPKG_RELEASE", "NJS_RELEASE", "NJS_VERSION", "PKG_RELEASE"],
  node: ["YARN_VERSION"],
  openjdk: ["JAVA_HOME", "JAVA_VERSION"],
  php: ["APACHE_CONFDIR", "APACHE_ENVVARS", "GPG_KEYS", "PHPIZE_DEPS", "PHP_CFLAGS", "PHP_INI_DIR", "PHP_LDFLAGS"],
  postgres: ["GOSU_VERSION", "PGDATA", "PG_MAJOR", "PG_VERSION"],
  python: ["GPG_KEY", "PYTHON_PIP_VERSION", "PYTHON_SHA256"],
  rabbitmq: ["ERLANG_INSTALL_PATH_PREFIX", "OPENSSL_INSTALL_PATH_PREFIX", "RABBITMQ_DATA_DIR", "RABBITMQ_HOME"],
  redis: ["GOSU_VERSION"],
  ruby: ["BUNDLE_APP_CONFIG", "BUNDLE_SILENCE_ROOT_WARNING", "GEM_HOME"],
  rust: ["CARGO_HOME", "RUSTUP_HOME"],
  solr: ["JAVA_HOME", "SOLR_HOME"],
  tomcat: ["CATALINA_HOME", "JAVA_HOME", "TOMCAT_MAJOR", "TOMCAT_NATIVE_LIBDIR"],
  zookeeper: ["JAVA_HOME", "ZOO_CONF_DIR", "ZOO_DATA_DIR", "ZOO_LOG_DIR"],
};

/** Variables that so many images set that nobody need declare them; `PATH` is set even in `scratch`. */
const isCommon = (name: string): boolean =>
  /^(?:C|CLASS|CMAKE_PREFIX_|GEM_|INFO|LD_LIBRARY_|LIBRARY_|MAN|NODE_|PKG_CONFIG_|PYTHON)?PATH$/.test(name) ||
  /^(?:HOME|HOSTNAME|LANG|LANGUAGE|LC_[A-Z]+|PWD|SHELL|TERM|TZ)$/.test(name);

/** May the image that a stage is built from have set this variable, for all that is known? `undefined`: an unknown image. */
export function mayBeSetBy(image: ImageReference | undefined, name: string): boolean {
  if (isCommon(name)) return true;
  if (!image) return false;
  const familiar = familiarName(image);
  if (Object.hasOwn(SET_BY, familiar) && SET_BY[familiar]?.includes(name)) return true;
  const words = familiar.split(/[/-]/);
  if (name === "GOPATH") return words.includes("go") || words.includes("golang");
  const [, product] = /^(.+)_VERSION$/.exec(name) ?? [];
  return product !== undefined && words.includes(product.toLowerCase());
}

import { indented } from "./_examples.ts";

/** A NetworkPolicy `web`; `spec` is YAML that starts in column 0, `metadata` more lines of its metadata. */
export const policy = (spec: string, metadata = ""): string =>
  `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
${metadata}spec:
${indented(spec, 2)}`;

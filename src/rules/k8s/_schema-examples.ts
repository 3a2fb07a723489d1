import { code } from "../../rule/code.ts";
import { indented, object } from "./_examples.ts";

/** The schema of `spec` that the definition of `shop` has unless it is said otherwise. */
const SPEC = code`
  type: object
  required: [replicas, owner]
  properties:
    replicas: {type: integer}
    owner: {type: string, default: nobody}
    tier: {type: string, enum: [gold, silver]}
    port: {x-kubernetes-int-or-string: true}
    options: {type: object, x-kubernetes-preserve-unknown-fields: true}
    labels: {type: object, additionalProperties: {type: string}}
    items:
      type: array
      items: {type: object, required: [name], properties: {name: {type: string}, price: {type: number, nullable: true}}}
    template: {type: object, x-kubernetes-embedded-resource: true, properties: {spec: {type: object}}}
`;

/** A definition of the kind Shop of example.com/v1; `spec` is the schema of that, as YAML that starts in column 0. */
export const definition = (spec = SPEC): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: shops.example.com
spec:
  group: example.com
  names:
    kind: Shop
    plural: shops
  scope: Namespaced
  versions:
    - name: v1alpha1
      served: false
      storage: false
      schema:
        openAPIV3Schema: {type: object}
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
${indented(spec, 14)}`;

/** A Shop `corner`; `spec` as YAML that starts in column 0. */
export const shop = (spec: string, apiVersion = "example.com/v1"): string => object(apiVersion, "Shop", "corner", spec);

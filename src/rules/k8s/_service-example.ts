import { indented } from "./_examples.ts";

interface Parts {
  /** A YAML list that starts in column 0. */
  readonly ports?: string;
  /** Its name, and the `app` of its pods. */
  readonly name?: string;
  /** Keys of its `spec` beside `selector` and `ports`. */
  readonly spec?: string;
}

/** A Service `web` of the pods of `deployment()`. */
export const service = ({ ports = "- port: 80\n", name = "web", spec = "" }: Parts = {}): string =>
  `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
${indented(spec, 2)}  selector:
    app: ${name}
  ports:
${indented(ports, 4)}`;

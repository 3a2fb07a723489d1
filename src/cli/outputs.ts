import { UsageError } from "../engine/config/config-error.ts";

export const FORMATS = ["text", "json", "sarif"] as const;
export type Format = (typeof FORMATS)[number];

/** A report to make. */
export interface Output {
  readonly format: Format;
  /** The file it goes to; `undefined` is stdout. */
  readonly file: string | undefined;
}

/**
 * `-f` and `-o` in the order they were typed: an `-o` belongs to the `-f` before it; where there is none that lacks a
 * file, to the next. `-f sarif=out.sarif` says both.
 */
export class Outputs {
  readonly #outputs: { format: Format; file: string | undefined }[] = [];
  #file: string | undefined;

  addFormat(typed: string): void {
    const [name = "", ...rest] = typed.split("=");
    const format = FORMATS.find((one) => one === name);
    if (!format) throw new UsageError(`There is no format "${name}". Formats: ${FORMATS.join(", ")}.`);
    const file = rest.length > 0 ? rest.join("=") : this.#file;
    if (file === "") throw new UsageError(`"${typed}" names no file.`);
    if (rest.length === 0) this.#file = undefined;
    this.#outputs.push({ format, file });
  }

  addFile(file: string): void {
    const last = this.#outputs.at(-1);
    if (last && last.file === undefined) last.file = file;
    else if (this.#file === undefined) this.#file = file;
    else throw new UsageError(`Two files follow each other: -o ${this.#file} and -o ${file}. Each needs an -f.`);
  }

  /** What to write; text to stdout where nothing was asked for. */
  all(): readonly Output[] {
    const asked = this.#file === undefined ? this.#outputs : [...this.#outputs, this.#leftOver(this.#file)];
    const outputs = asked.map(({ format, file }) => ({ format, file: file === "-" ? undefined : file }));
    if (outputs.length === 0) return [{ format: "text", file: undefined }];
    const toStdout = outputs.filter(({ file }) => file === undefined);
    if (toStdout.length > 1) {
      const named = toStdout.map(({ format }) => format).join(" and ");
      throw new UsageError(
        `Only one format can go to stdout, not ${named}. Give the others a file: -f sarif -o out.sarif.`,
      );
    }
    return outputs;
  }

  #leftOver(file: string): Output {
    if (this.#outputs.length > 0) throw new UsageError(`-o ${file} belongs to no -f.`);
    return { format: "text", file };
  }
}

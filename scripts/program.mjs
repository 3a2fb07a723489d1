import { hash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** An import of what another chunk exports, or of nothing; what a chunk exports; an import on demand: as esbuild writes them. */
const IMPORT = /^import(?:\{([^}]*)\}from)?"\.\/(?:chunks\/)?([\w.-]+)";/;
const EXPORT = /export\{([^}]*)\};\s*$/;
const FOREIGN = /(?<![\w$.])import\(/g;
const LATE = /\bimport\("\.\/(?:chunks\/)?([\w.-]+)"\)/g;

/**
 * Builds a program of a few scripts that `bin/load.js` runs: it finds and links the chunks in them, which takes Node much
 * longer when each is an ES module in a file of its own, and it can keep what Node compiles of a script.
 *
 * `scripts`: by name, the sources (paths or esbuild's names of what is imported on demand) whose chunks go together in one
 * script. Chunks that several need go with the first of them; what is imported on demand elsewhere gets a script of its own.
 */
export async function buildProgram({ scripts, outdir, ...options }) {
  const { outputFiles, metafile } = await build({
    ...options,
    outdir,
    splitting: true,
    format: "esm",
    metafile: true,
    write: false,
    chunkNames: "chunks/[name]-[hash]",
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const scriptOf = assign(scripts, metafile.outputs);
  mkdirSync(outdir, { recursive: true });
  for (const script of new Set(scriptOf.values())) {
    const own = [...scriptOf].filter(([, its]) => its === script).map(([chunk]) => chunk);
    const chunks = own.map(
      (chunk) => `${JSON.stringify(chunk)}:(${asFunction(chunk, texts.get(chunk) ?? "", scriptOf)})`,
    );
    const text = `({${chunks.join(",\n")}})`;
    writeFileSync(join(outdir, `${script}.cjs`), `/*${hash("sha256", text)}*/${text}`);
  }
  return metafile;
}

/** The script that each chunk goes to, by the name of its file. */
function assign(scripts, outputs) {
  const chunks = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const byEntry = new Map([...chunks].flatMap(([name, { entryPoint }]) => (entryPoint ? [[entryPoint, name]] : [])));
  const scriptOf = new Map();
  const add = (chunk, script) => {
    if (scriptOf.has(chunk)) return;
    scriptOf.set(chunk, script);
    for (const { path, kind } of chunks.get(chunk).imports) {
      if (kind === "import-statement") add(basename(path), script);
    }
  };
  for (const [script, entries] of Object.entries(scripts)) {
    for (const entry of entries) {
      if (!byEntry.has(entry)) throw new Error(`${entry} is imported nowhere on demand.`);
      add(byEntry.get(entry), script);
    }
  }
  for (const [entry, chunk] of byEntry)
    add(
      chunk,
      basename(entry)
        .replace(/\.\w+$/, "")
        .replace(/\W/g, "-"),
    );
  return scriptOf;
}

/** What stands for a chunk: its name and that of its script. */
const reference = (chunk, scriptOf) => `${JSON.stringify(chunk)},${JSON.stringify(scriptOf.get(chunk))}`;

/**
 * An ES module as a function of `require`, `exports`, what `import()` becomes for chunks and for all else, and the folder.
 * Node 20 forgets how a script imports when it takes the script from its compiled form.
 */
function asFunction(chunk, text, scriptOf) {
  const heads = [];
  let rest = text.trimStart();
  for (let found = IMPORT.exec(rest); found; found = IMPORT.exec(rest)) {
    const [whole, names, name] = found;
    const target = names === undefined ? "" : `const{${names.replaceAll(" as ", ":")}}=`;
    heads.push(`${target}require(${reference(name, scriptOf)});`);
    rest = rest.slice(whole.length).trimStart();
  }
  const [, exported = ""] = EXPORT.exec(rest) ?? [];
  const body = rest
    .replace(EXPORT, "")
    .replace(LATE, (_, name) => `load(${reference(name, scriptOf)})`)
    .replace(FOREIGN, "importModule(");
  if (/^(?:import|export)\b(?!\()/m.test(body)) {
    throw new Error(`${chunk} has imports or exports that were not understood.`);
  }
  const names = exported.split(",").map((name) => name.split(" as ").toReversed().join(":"));
  const tail = `Object.assign(exports,{${names.join(",")}})`;
  return `function(require,exports,load,importModule,__dirname){"use strict";${heads.join("")}${body}\n${tail}}`;
}

/**
 * What is used of modules that take as long to load as a small file to check, and that most runs do not need. Processes are
 * started by nothing but the subcommands of commander that are programs, which we have none of.
 */
const LATE = { "node:child_process": ["spawn"], "node:crypto": ["hash"], "node:module": ["createRequire"] };

/**
 * Node's own modules without the ES module that Node makes of each: making it reads every one of its properties, and so
 * loads what nobody asked for.
 */
export const builtins = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) => ({
      path,
      namespace: kind === "require-call" ? "required-builtin" : "builtin",
    }));
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
      contents: LATE[path] ? late(path, LATE[path]) : asImported(path),
    }));
    onLoad({ filter: /./, namespace: "required-builtin" }, ({ path }) => ({
      contents: LATE[path] ? late(path, LATE[path]) : `module.exports = ${found(path)};`,
    }));
  },
};

const found = (path) => `process.getBuiltinModule(${JSON.stringify(path)})`;

const late = (path, names) =>
  names.map((name) => `export const ${name} = (...args) => ${found(path)}.${name}(...args);`).join("\n");

/** Of all names, those that something imports stay in the bundle. */
function asImported(path) {
  const names = Object.keys(process.getBuiltinModule(path)).filter((name) => name !== "default");
  return [
    `const builtin = ${found(path)};`,
    "const get = (name) => builtin[name];",
    "export default builtin;",
    ...names.map((name) => `const own_${name} = /* @__PURE__ */ get("${name}"); export { own_${name} as ${name} };`),
  ].join("\n");
}

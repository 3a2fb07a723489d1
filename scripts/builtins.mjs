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
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "builtin" }));
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => {
      const found = `process.getBuiltinModule(${JSON.stringify(path)})`;
      return {
        contents:
          LATE[path]?.map((name) => `exports.${name} = (...args) => ${found}.${name}(...args);`).join("\n") ??
          `module.exports = ${found};`,
      };
    });
  },
};

/**
 * Node's own modules without the ES module that Node makes of each: making it reads every one of its properties, and so
 * loads what nobody asked for. Processes are started by nothing but the subcommands of commander that are programs, which
 * we have none of: loading what starts them takes as long as checking a Dockerfile.
 */
export const builtins = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "builtin" }));
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => {
      const found = `process.getBuiltinModule(${JSON.stringify(path)})`;
      return {
        contents:
          path === "node:child_process"
            ? `exports.spawn = (...args) => ${found}.spawn(...args);`
            : `module.exports = ${found};`,
      };
    });
  },
};

"use strict";

const fs = require("node:fs");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const DIST = join(__dirname, "..", "dist");
/** Where in a script its hash stands, which starts it as a comment. */
const HASH = { start: 2, end: 18 };
/** Milliseconds after which what was compiled of scripts long gone is deleted. */
const OLD = 30 * 24 * 60 * 60 * 1000;

/** What runs a chunk, by its name. */
const chunks = new Map();
/** What chunks that were run export. */
const exported = new Map();
/** Of so many runs, one looks whether it compiled more than what is kept: other files need other functions. */
const RUNS_BETWEEN = 8;
/** What is worth keeping in place of something smaller. */
const WORTH = 1.05;

/** Scripts that were run, with where their compiled form is to be kept and the size of what is kept there. */
const unkept = [];

/**
 * Loads a chunk of the program from the script it is in, which `scripts/program.mjs` built. Compiling them is most of what a
 * short run does, so what Node compiled is kept in the user's cache folder for the next run. That is what
 * `module.enableCompileCache` is for; but it is not in Node 20, and knows nothing of functions that are compiled late, as
 * most are. `NODE_DISABLE_COMPILE_CACHE=1` switches both off.
 */
async function load(chunk, script) {
  return run(chunk, script);
}

/** Microseconds of work after which V8 has let go of some of what it compiled, and the rest would not save much. */
const LONG = 1_000_000;

/** To be called when all is done: only then has been compiled what was needed. In CI, and of long work, nothing is kept. */
function keepCompiled() {
  const { user, system } = process.cpuUsage();
  if (process.env.CI || user + system > LONG) return;
  for (const { script, path, size } of unkept) {
    const data = script.createCachedData();
    if (data.length > size * WORTH) write(path, data);
  }
}

/** Loads what is no chunk: a plugin, a configuration that is code. */
const importModule = (url) => import(url);

function run(chunk, script) {
  const known = exported.get(chunk);
  if (known) return known;
  if (!chunks.has(chunk)) readScript(script);
  const exports = {};
  exported.set(chunk, exports);
  chunks.get(chunk)(run, exports, load, importModule, DIST);
  return exports;
}

function readScript(name) {
  const filename = join(DIST, `${name}.cjs`);
  const source = fs.readFileSync(filename, "latin1");
  const path = cachePath(`${name}-${source.slice(HASH.start, HASH.end)}`);
  const kept = path && readOwn(path);
  const script = new Script(source, { filename, cachedData: kept });
  const size = script.cachedDataRejected === false ? kept.length : 0;
  if (path && (size === 0 || Math.random() * RUNS_BETWEEN < 1)) unkept.push({ script, path, size });
  for (const [chunk, body] of Object.entries(script.runInThisContext())) chunks.set(chunk, body);
}

/** Where the compiled form of a script is kept; what compiled it is part of its name. */
function cachePath(name) {
  const { arch, env, platform, version } = process;
  // Under sudo, the home may be that of a user who could not change what is written there.
  if (env.NODE_DISABLE_COMPILE_CACHE || env.SUDO_UID) return undefined;
  const home = env.HOME ?? env.USERPROFILE;
  const usual = home && join(home, platform === "darwin" ? "Library/Caches" : ".cache");
  const folder = env.XDG_CACHE_HOME || (platform === "win32" && env.LOCALAPPDATA) || usual;
  return folder && join(folder, "opsguard", `compiled-${name}-${version}-${arch}`);
}

/** It is code: nobody else's is run. */
function readOwn(path) {
  let file;
  try {
    file = fs.openSync(path, "r");
    const { uid, mode } = fs.fstatSync(file);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? fs.readFileSync(file) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

/** Whole or not at all. That there is no place to write to is no fault. */
function write(path, data) {
  const folder = dirname(path);
  const draft = `${path}.${process.pid}`;
  try {
    makeFolder(folder);
    fs.writeFileSync(draft, data, { mode: 0o600 });
    fs.renameSync(draft, path);
    for (const other of fs.readdirSync(folder)) {
      if (Date.now() - fs.statSync(join(folder, other)).mtimeMs > OLD) fs.unlinkSync(join(folder, other));
    }
  } catch {}
}

/** Node's own way to make the folders above never ends in `/proc`, where nothing can be made. */
function makeFolder(path) {
  try {
    fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error.code === "EEXIST") return;
    if (error.code !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    fs.mkdirSync(path, { mode: 0o700 });
  }
}

module.exports = { load, keepCompiled };

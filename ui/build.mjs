/* Builds ui/ into odnos/web/static/build: content-hashed files, manifest.json (name → file) and icons.json (name → drawing). */
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "odnos", "web", "static", "build");
const read = (path) => readFileSync(join(here, path), "utf8");

function icons() {
  const drawn = JSON.parse(read("node_modules/@iconify-json/lucide/icons.json"));
  const body = (name) => drawn.icons[name]?.body ?? drawn.icons[drawn.aliases?.[name]?.parent]?.body;
  return Object.fromEntries(
    Object.entries(JSON.parse(read("icons.json"))).map(([ours, theirs]) => {
      const found = body(theirs);
      if (!found) throw new Error(`no drawing named ${theirs}`);
      return [ours, found.replace(/ (fill|stroke|stroke-width|stroke-linecap|stroke-linejoin)="[^"]*"/g, "")];
    }),
  );
}

function images(manifest) {
  for (const name of readdirSync(join(here, "img"))) {
    const text = read(join("img", name));
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
    const file = name.replace(/\.(\w+)$/, `-${hash}.$1`);
    writeFileSync(join(out, file), text);
    manifest[name] = file;
  }
}

/* The letters of PDF and PNG: whole fonts, since what makes them reads no woff2. */
function fonts() {
  const folder = join(here, "..", "odnos", "analytics", "export", "fonts");
  mkdirSync(folder, { recursive: true });
  for (const weight of ["400Regular", "600SemiBold"]) {
    copyFileSync(join(here, "node_modules/@expo-google-fonts/inter", weight, `Inter_${weight}.ttf`), join(folder, `Inter_${weight}.ttf`));
  }
}

/* main.css for css/main.css, main.js for ts/main.ts, inter-latin-wght-normal.woff2 for the font of that name. */
function names(outputs) {
  const manifest = {};
  for (const [file, made] of Object.entries(outputs)) {
    const source = made.entryPoint ?? (file.endsWith(".woff2") ? Object.keys(made.inputs)[0] : undefined);
    if (source) manifest[basename(source).replace(/\.ts$/, ".js")] = relative(out, join(here, file));
  }
  return manifest;
}

function publish(result) {
  const manifest = names(result.metafile.outputs);
  const used = new Set(Object.keys(result.metafile.outputs).map((file) => relative(out, join(here, file))));
  for (const name of readdirSync(out)) if (!used.has(name) && name !== "manifest.json") rmSync(join(out, name), { recursive: true });
  images(manifest);
  fonts();
  writeFileSync(join(out, "icons.json"), JSON.stringify(icons()));
  writeFileSync(join(out, "manifest.json.new"), JSON.stringify(manifest, null, 1));
  renameSync(join(out, "manifest.json.new"), join(out, "manifest.json"));
}

const options = {
  absWorkingDir: here,
  entryPoints: ["ts/main.ts", "css/main.css"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox128", "safari17.5"],
  loader: { ".woff2": "file" },
  legalComments: "linked",
  metafile: true,
  plugins: [{ name: "publish", setup: (build) => build.onEnd((result) => { if (!result.errors.length) publish(result); }) }],
};

mkdirSync(out, { recursive: true });
if (process.argv.includes("--watch")) await (await esbuild.context(options)).watch();
else await esbuild.build(options);

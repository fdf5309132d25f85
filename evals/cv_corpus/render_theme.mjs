// node render_theme.mjs FOLDER RESUME.json: prints the HTML that the JSON Resume theme in a folder makes of a résumé.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const main = path.resolve(folder);
const resume = JSON.parse(fs.readFileSync(file, "utf8"));
console.log = console.error; // some themes talk while they work

async function load() {
  try {
    return createRequire(path.join(main, "x.js"))(main);
  } catch {
    const about = JSON.parse(fs.readFileSync(path.join(main, "package.json"), "utf8"));
    let entry = (about.exports && (about.exports["."] || about.exports)) || about.module || about.main;
    while (entry && typeof entry === "object") entry = entry.import || entry.default;
    return import(pathToFileURL(path.join(main, entry || "index.js")).href);
  }
}

process.chdir(main); // some themes read their templates from the working folder
const theme = await load();
const render = theme.render || theme.default?.render || theme.default;
process.stdout.write(String(await render(resume)));

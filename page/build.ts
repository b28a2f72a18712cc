import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { drawWorld } from "./world.ts";

const require = createRequire(import.meta.url);
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The module that carries what this folder makes; it is checked in, so that the sources run without a build. */
export const PAGE_ASSETS = fileURLToPath(new URL("../src/reports/html/assets.generated.ts", import.meta.url));

/** Brings {@link PAGE_ASSETS} up to date with the sources of the page; a module that is so already is not touched. */
export async function writePageAssets(): Promise<void> {
  const text = await pageAssets();
  const old = await readFile(PAGE_ASSETS, "utf8").catch(() => "");
  if (text !== old) await writeFile(PAGE_ASSETS, text);
}

/** The text of {@link PAGE_ASSETS}. The same sources and packages give the same text. */
export async function pageAssets(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tidegauge-page-"));
  try {
    await build({
      config: false,
      entry: { script: join(HERE, "main.ts"), style: join(HERE, "style.css") },
      outDir: folder,
      format: "iife",
      platform: "browser",
      target: ["chrome100", "firefox100", "safari15.4"],
      minify: true,
      dts: false,
      silent: true,
      outExtension: () => ({ js: ".js" }),
    });
    const [code, style] = await Promise.all(
      ["script.js", "style.css"].map(async (name) => (await readFile(join(folder, name), "utf8")).trim()),
    );
    // The licence of what is bundled must go where it goes.
    const licence = (await readFile(require.resolve("uplot/LICENSE"), "utf8")).trim();
    const script = `/*! Charts: uPlot\n${licence}\n*/\n${code}`;
    const { width, height, shapes, anchors } = drawWorld();
    return [
      "// Made from page/ by `npm run build`: change that, not this.",
      "",
      text(
        "The script of the page: an expression of its own, which needs nothing but the document.",
        "SCRIPT",
        inert(script),
      ),
      text("The style sheet of the page.", "STYLE", inert(style!)),
      text("How a Content-Security-Policy names the script.", "SCRIPT_HASH", hash(script)),
      text("How a Content-Security-Policy names the style sheet.", "STYLE_HASH", hash(style!)),
      value("Width of the map in the units of its shapes.", "WORLD_WIDTH: number", width),
      value("Height of the map.", "WORLD_HEIGHT: number", height),
      value(
        'Outlines of the countries as SVG path data; under "" what has no code.',
        "WORLD_SHAPES: Readonly<Record<string, string>>",
        shapes,
      ),
      value(
        "The middle of each country, of its largest part: x and y.",
        "WORLD_ANCHORS: Readonly<Record<string, readonly [number, number]>>",
        anchors,
      ),
    ].join("\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Text for a `<script>` or `<style>`, which its own end tag would end. */
function inert(code: string): string {
  if (/<\/(script|style)|<!--/i.test(code)) throw new Error("The page's own code would end its element");
  return code;
}

function hash(code: string): string {
  return `sha256-${createHash("sha256").update(code, "utf8").digest("base64")}`;
}

function text(doc: string, name: string, content: string): string {
  return value(doc, `${name}: string`, content);
}

function value(doc: string, declared: string, content: unknown): string {
  return `/** ${doc} */\nexport const ${declared} =\n  ${JSON.stringify(content)};\n`;
}

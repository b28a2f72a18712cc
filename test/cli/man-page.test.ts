import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { manPage } from "../../src/cli/man-page.ts";
import { type CliOption, OPTIONS } from "../../src/cli/option-table.ts";

const path = fileURLToPath(new URL("../../man/tidegauge.1", import.meta.url));

describe("the manual page", () => {
  it("is that of the table of options as it is now (npm run man writes it)", () => {
    expect(readFileSync(path, "utf8")).toBe(manPage());
  });

  it("is plain ASCII, and no text of it begins a request by accident", () => {
    const page = manPage();
    expect(page).toMatch(/^[\n\u0020-\u007e]*$/);
    const requests = new Set(page.match(/^[.'](?:\\"|\w+)/gm));
    const known = ['.\\"', ".B", ".I", ".PP", ".SH", ".SS", ".TH", ".TP", ".br"];
    expect([...requests].sort()).toEqual(known.sort());
  });

  it("explains every option of every command", () => {
    const page = manPage();
    for (const options of Object.values(OPTIONS)) {
      for (const { name } of options as readonly CliOption[]) {
        expect(page).toContain(`\\-\\-${name.replaceAll("-", "\\-")}`);
      }
    }
  });

  it("is rendered without a warning", ({ skip }) => {
    const { status, stderr, stdout } = spawnSync("groff", ["-man", "-Tutf8", "-ww", path], {
      encoding: "utf8",
    });
    if (status === null) skip("groff is not installed");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.replaceAll(/\u001b\[[\d;]*m|.\u0008/g, "")).toContain("EXIT STATUS");
  });
});

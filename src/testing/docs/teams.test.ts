import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { fencedBlocks } from "./fenced-blocks.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";
import { DeveloperKit } from "../developer-kit.ts";
import { parseSignedDocument } from "../../core/json/signed-document.ts";
import { signersOf } from "../../core/signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { generateKeyPem, openKeyPem } from "../../node/key-file.ts";

const PAGE = join(import.meta.dirname, "../../../docs/guides/teams.md");
const has = (program: string): boolean => spawnSync(program, ["--help"]).error === undefined;

// Not ours, so they may be missing.
test.runIf(["jq", "openssl", "xxd"].every(has))(
  "the commands that add a member sign a document that counts",
  async () => {
    const work = temporaryFolder();
    const [checkout, keys] = [join(work, "checkout"), join(work, "home/.mosis/keys")];
    const pem = generateKeyPem(null);
    const signer = openKeyPem(pem, null);
    const ada = new DeveloperKit("ada");
    ada.addKey(signer);
    await Promise.all([
      mkdir(join(checkout, "registry/developers"), { recursive: true }),
      mkdir(keys, { recursive: true }),
    ]);
    await writeFile(join(keys, `${signer.key.keyid}.pem`), pem, { mode: 0o600 });
    const file = join(checkout, "registry/developers/ada.json");
    const [document] = ada.files();
    await writeFile(file, document!.bytes);
    const block = fencedBlocks(await readFile(PAGE, "utf8")).find(({ text }) => text.startsWith("DOCUMENT="));
    const { status, stderr } = spawnSync("sh", ["-e", "-c", block!.text], {
      cwd: checkout,
      env: { PATH: process.env["PATH"] ?? "", HOME: join(work, "home"), KEY: signer.key.keyid },
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    const parsed = parseSignedDocument(new Uint8Array(await readFile(file)), "ada.json");
    expect(parsed).toMatchObject({
      ok: true,
      document: {
        signed: {
          seq: 2,
          members: [
            { github_id: 1, role: "owner" },
            { github_id: 5678, role: "developer" },
          ],
        },
      },
    });
    expect(parsed.ok && signersOf(parsed.document, [signer.key], nodeCrypto)).toEqual([signer.key.keyid]);
  },
);

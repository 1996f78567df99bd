import * as crypto from "node:crypto";

import { keyIdOf, type KeyObject, keyObject } from "../core/signing/public-key.ts";
import type { Signer } from "../core/signing/signatures.ts";
import { Bug } from "../core/findings/bug.ts";
import { nodeCrypto } from "./crypto.ts";
import { encryptPkcs8 } from "./encrypt-pkcs8.ts";

export type KeyFileErrorCode = "passphrase-needed" | "passphrase-wrong" | "not-ed25519" | "unreadable";

/** A private key file that cannot be used, and why. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
  readonly code: KeyFileErrorCode;
  constructor(code: KeyFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A signer that also knows its key object, for registering it. */
export interface KeySigner extends Signer {
  readonly object: KeyObject;
}

/**
 * Makes an Ed25519 key as PKCS#8 PEM (RFC 5958), readable by OpenSSL.
 *
 * @param passphrase encrypts it (PBES2, AES-256-CBC); null leaves it in the clear
 * @throws Bug for an empty passphrase: whoever asked for it must refuse it
 */
export function generateKeyPem(passphrase: string | null): string {
  if (passphrase === "") throw new Bug("an empty passphrase protects nothing");
  const { privateKey } = crypto.generateKeyPairSync("ed25519");
  return passphrase === null
    ? privateKey.export({ type: "pkcs8", format: "pem" }).toString()
    : encryptPkcs8(privateKey.export({ type: "pkcs8", format: "der" }), passphrase);
}

/** True when a PEM text needs a passphrase. */
export function isEncryptedPem(pem: string): boolean {
  return pem.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----");
}

/**
 * Opens a private key.
 *
 * @throws KeyFileError when it is encrypted and the passphrase is missing or wrong, or when it is no Ed25519 key
 */
export function openKeyPem(pem: string, passphrase: string | null): KeySigner {
  if (isEncryptedPem(pem) && passphrase === null) {
    throw new KeyFileError("passphrase-needed", "The key is encrypted with a passphrase.");
  }
  let privateKey: crypto.KeyObject;
  try {
    privateKey = crypto.createPrivateKey(passphrase === null ? pem : { key: pem, passphrase });
  } catch (cause) {
    if (isEncryptedPem(pem))
      throw new KeyFileError("passphrase-wrong", "The passphrase does not open the key.", { cause });
    throw new KeyFileError("unreadable", "The file holds no PKCS#8 private key.", { cause });
  }
  return signerOf(privateKey);
}

/** A fresh key that lives in memory only. */
export function ephemeralSigner(): KeySigner {
  return signerOf(crypto.generateKeyPairSync("ed25519").privateKey);
}

function signerOf(privateKey: crypto.KeyObject): KeySigner {
  if (privateKey.asymmetricKeyType !== "ed25519") {
    throw new KeyFileError("not-ed25519", `The key is of type ${privateKey.asymmetricKeyType}, not ed25519.`);
  }
  const { x } = crypto.createPublicKey(privateKey).export({ format: "jwk" });
  const bytes = new Uint8Array(Buffer.from(x ?? "", "base64url"));
  const object = keyObject(bytes);
  return {
    object,
    key: { keyid: keyIdOf(object, nodeCrypto.sha256), bytes },
    sign: (message) => crypto.sign(null, message, privateKey).toString("hex"),
  };
}

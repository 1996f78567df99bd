import { defineRules } from "../rule.ts";

export const packageRules = defineRules({
  "package/entry-missing": {
    severity: "error",
    title: "The entry document is in the package",
    fix: "Add the file, or correct `entry`.",
    since: "0.1.0",
  },
  "package/icon-missing": {
    severity: "error",
    title: "Every icon is in the package",
    fix: "Add the file, or correct `icons`.",
    since: "0.1.0",
  },
  "package/icon-format": {
    severity: "error",
    title: "Icons are PNG images",
    fix: "Save the icon as PNG.",
    since: "0.1.0",
  },
  "package/icon-size": {
    severity: "error",
    title: "An icon has the size its key says",
    fix: "Scale the image.",
    since: "0.1.0",
  },
  "package/locale-schema": {
    severity: "error",
    title: "A locale file maps message keys to texts",
    fix: "Write the file as one flat object of strings.",
    since: "0.1.0",
  },
  "package/locale-name": {
    severity: "error",
    title: "A locale file is named after a language tag",
    fix: "Name it such as `locales/pt-BR.json`.",
    since: "0.1.0",
  },
  "package/default-locale-missing": {
    severity: "error",
    title: "The default locale has its file",
    fix: "Add `locales/<default_locale>.json`, or correct `default_locale`.",
    since: "0.1.0",
  },
  "package/screenshot-missing": {
    severity: "error",
    title: "Every screenshot the manifest names is in the project",
    fix: "Add the picture, or remove it from `screenshots`.",
    since: "0.1.0",
  },
  "package/path": {
    severity: "error",
    title: "File names are such that every file system can store them",
    fix: "Rename the file, or exclude it in `.mosisignore`.",
    since: "0.1.0",
  },
  "package/too-large": {
    severity: "error",
    title: "A package stays within its limits",
    fix: "Remove or compress files, or exclude them in `.mosisignore`.",
    since: "0.1.0",
  },
  "signature/missing": {
    severity: "error",
    title: "The package is signed",
    fix: "Run `mosis sign` on it.",
    since: "0.1.0",
  },
  "signature/document": {
    severity: "error",
    title: "`signature.sig` holds a package document",
    fix: "Run `mosis sign` on the package again.",
    since: "0.1.0",
  },
  "signature/identity": {
    severity: "error",
    title: "Signature and manifest name the same app and version",
    fix: "Build and sign again.",
    since: "0.1.0",
  },
  "signature/files": {
    severity: "error",
    title: "The signature covers exactly the files of the package",
    fix: "The package was changed after it was signed: get it again, or build and sign again.",
    since: "0.1.0",
  },
  "signature/invalid": {
    severity: "error",
    title: "A signature verifies under its key",
    fix: "The package or its signature was changed: get it again, or sign again.",
    since: "0.1.0",
  },
  "signature/unknown-key": {
    severity: "error",
    title: "The signing key is one of those expected",
    fix: "Check where the package comes from; name the key you trust with `--key`.",
    since: "0.1.0",
  },
});

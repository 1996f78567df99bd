import { defineRules } from "../rule.ts";

export const domainRules = defineRules("submission", {
  "domain/form": {
    severity: "error",
    title: "A domain is written as DNS has it, in lower case and without a port",
    fix: "Write the name alone, such as `example.com`; other scripts in Punycode, which begins with `xn--`.",
    why: "It is shown beside your name and has to be the same for everybody who reads it. An address or a port is nobody's name.",
    wrong: '`"domains": ["https://Example.com:443/"]`',
    right: '`"domains": ["example.com"]`',
    since: "0.1.0",
  },
  "domain/unreachable": {
    severity: "error",
    title: "A domain that is added serves its proof over https",
    fix: "Serve `/.well-known/mosis-developer.json` there, without a redirect; `mosis domains --add DOMAIN --dry-run` prints it. The domain is asked again within hours.",
    why: "Who can put a file there has the domain. A redirect proves nothing: many sites let strangers redirect.",
    wrong: "a domain that answers 404, redirects, or has no public address",
    right: "one that answers with the file",
    since: "0.1.0",
  },
  "domain/unproven": {
    severity: "error",
    title: "The proof of a domain names the registry, the developer and an account key of theirs in charge",
    fix: "Add the entry that `mosis domains --add DOMAIN --dry-run` prints to the file. The domain is asked again within hours.",
    why: "Names can be the same in two registries, and an id belongs to whoever registers it first; the key is nobody else's.",
    wrong: "a file that names another developer, or a key that was revoked",
    right: '`{"developers": [{"registry": "mosis", "developer": "ada", "keyid": "74c1..."}]}`',
    since: "0.1.0",
  },
});

/* Verifies a Mosis document that is canonical at rest, such as a `signature.sig` or a `timestamp.json`, from its raw bytes: no JSON
   reader, no canonicaliser (docs/spec/signed-documents.md, section 4). Stands in for a device.

     cc -O2 -Wall -Wextra -o verify verify.c -lsodium
     ./verify PUBLIC-KEY-HEX FILE                      does the file bear a valid signature of the key?
     ./verify PUBLIC-KEY-HEX SIGNATURE-HEX MESSAGE-HEX is it a signature of the message?

   Prints "valid" and exits with 0, or prints "invalid" and exits with 1; 2 is wrong usage. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START "{\"signatures\":["
#define KEYID "{\"keyid\":\""
#define SIG "\",\"sig\":\""
#define SIGNED "],\"signed\":"
#define MAX_BYTES (1 << 20)

struct slice { const char *at; size_t length; };

/* Steps over a fixed text; 0 when something else stands there. */
static int skip(struct slice *in, const char *text) {
  size_t length = strlen(text);
  if (in->length < length || memcmp(in->at, text, length) != 0) return 0;
  in->at += length;
  in->length -= length;
  return 1;
}

/* Steps over lower-case hex of `bytes` bytes and gives where it began; NULL when something else stands there. */
static const char *skip_hex(struct slice *in, size_t bytes) {
  const char *begin = in->at;
  if (in->length < 2 * bytes || strspn(begin, "0123456789abcdef") < 2 * bytes) return NULL;
  in->at += 2 * bytes;
  in->length -= 2 * bytes;
  return begin;
}

/* Bytes of lower-case hex of just this length. */
static int from_hex(const char *hex, size_t digits, unsigned char *out, size_t bytes) {
  if (digits != 2 * bytes || strspn(hex, "0123456789abcdef") < digits) return 0;
  return sodium_hex2bin(out, bytes, hex, digits, NULL, NULL, NULL) == 0;
}

/* The id of a key: SHA-256 of its canonical key object. */
static void key_id(const char *public_hex, char id[65]) {
  char object[160];
  unsigned char digest[crypto_hash_sha256_BYTES];
  int length = snprintf(object, sizeof object,
                        "{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"%s\"},\"scheme\":\"ed25519\"}", public_hex);
  crypto_hash_sha256(digest, (const unsigned char *)object, (unsigned long long)length);
  sodium_bin2hex(id, 65, digest, sizeof digest);
}

/* True when the file is an envelope of sorted signatures around a slice that the key signed. */
static int verify_file(struct slice in, const char *public_hex, const unsigned char *key) {
  char id[65], last[65] = "";
  unsigned char signature[crypto_sign_BYTES];
  int found = 0;
  key_id(public_hex, id);
  if (!skip(&in, START)) return 0;
  for (int first = 1; in.length > 0 && *in.at != ']'; first = 0) {
    if ((!first && !skip(&in, ",")) || !skip(&in, KEYID)) return 0;
    const char *keyid = skip_hex(&in, 32);
    if (keyid == NULL || memcmp(keyid, last, 64) <= 0 || !skip(&in, SIG)) return 0;
    memcpy(last, keyid, 64);
    const char *hex = skip_hex(&in, crypto_sign_BYTES);
    if (hex == NULL || !skip(&in, "\"}")) return 0;
    if (memcmp(keyid, id, 64) == 0) found = from_hex(hex, 128, signature, sizeof signature);
  }
  if (!found || !skip(&in, SIGNED) || in.length < 3 || in.at[0] != '{') return 0;
  /* What is left is the raw slice and the brace that closes the envelope. */
  if (in.at[in.length - 1] != '}' || in.at[in.length - 2] != '}') return 0;
  return crypto_sign_verify_detached(signature, (const unsigned char *)in.at, in.length - 1, key) == 0;
}

static int verify_message(const char *signature_hex, const char *message_hex, const unsigned char *key) {
  unsigned char signature[crypto_sign_BYTES];
  size_t bytes = strlen(message_hex) / 2;
  unsigned char *message = malloc(bytes + 1);
  int valid = message != NULL && from_hex(signature_hex, strlen(signature_hex), signature, sizeof signature) &&
              from_hex(message_hex, strlen(message_hex), message, bytes) &&
              crypto_sign_verify_detached(signature, message, bytes, key) == 0;
  free(message);
  return valid;
}

int main(int argc, char **argv) {
  unsigned char key[crypto_sign_PUBLICKEYBYTES];
  static char bytes[MAX_BYTES + 1];
  int valid;
  if (sodium_init() < 0) return 2;
  if (argc < 3 || argc > 4 || !from_hex(argv[1], strlen(argv[1]), key, sizeof key)) {
    fprintf(stderr, "usage: verify PUBLIC-KEY-HEX FILE | SIGNATURE-HEX MESSAGE-HEX\n");
    return 2;
  }
  if (argc == 4) {
    valid = verify_message(argv[2], argv[3], key);
  } else {
    FILE *file = fopen(argv[2], "rb");
    if (file == NULL) return perror(argv[2]), 2;
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    valid = length <= MAX_BYTES && verify_file((struct slice){bytes, length}, argv[1], key);
  }
  puts(valid ? "valid" : "invalid");
  return valid ? 0 : 1;
}

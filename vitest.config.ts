import { defineConfig } from "vitest/config";

const product = "**/*.product.test.ts";
const isDeep = process.env["MOSIS_TEST_TIER"] === "deep";
const ignored = ["**/node_modules/**", "dist/**", ".mosis/**", ".jobs/**"];

export default defineConfig({
  test: {
    setupFiles: ["src/testing/setup.ts"],
    tags: [{ name: "deep", description: "Full counts, load and soak: `npm run test:deep` only." }],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [product, ...ignored],
          testTimeout: isDeep ? 600_000 : 60_000,
          hookTimeout: 60_000,
          // Many of them wait for Git, for a disk or for a process of their own, so that even two cores have time for two.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          // Drives the product as its users do: the compiled command line, servers, browsers. One file at a time.
          name: "product",
          include: [product],
          exclude: ignored,
          fileParallelism: false,
          testTimeout: isDeep ? 600_000 : 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});

import { defineConfig } from "vitest/config";

/** What is true only of the built package: run after `npm run build`. */
export default defineConfig({ test: { include: ["test/e2e/**/*.test.ts"], testTimeout: 120_000 } });

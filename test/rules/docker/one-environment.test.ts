import { expect, test } from "vitest";
import { isSettingsOfOne, tieIn } from "../../../src/rules/docker/_one-environment.ts";

test("files with the settings of one environment", () => {
  const some = [
    ".env.production",
    "config/.env.staging.local",
    "prod.env",
    "src/appsettings.Staging.json",
    "application-prod.yml",
    "config.qa.js",
    "settings_dev.py",
  ];
  expect(some.filter((path) => !isSettingsOfOne(path))).toEqual([]);
  const others = [
    ".env",
    ".env.example",
    "appsettings.json",
    "webpack.prod.js",
    "config/production/app.json",
    "prod.md",
  ];
  expect(others.filter(isSettingsOfOne)).toEqual([]);
});

const DATABASE = "a database connection string";

test.each([
  ["URL", "https://api.staging.example.com/v1", "a host of staging"],
  ["URL", "https://user:pw@shop-prod.example.com:8443", "a host of prod"],
  ["URL", "https://example.com/prod", undefined],
  ["URL", "https://products.example.com", undefined],
  ["URL", "https://go.dev", undefined],
  ["URL", "https://dev.example.dev", "a host of dev"],
  ["URL", "https://dev.azure.com/acme", undefined],
  ["DB_HOST", "orders-prod", "a host of prod"],
  ["DB_HOST", "orders-prod:5432", "a host of prod"],
  ["NAME", "orders-prod", undefined],
  ["PROFILE_URL", "application prod", undefined],
  ["NODE_ENV", "production", undefined],
  ["X", "postgres://u:p@db.example.com:5432/shop", DATABASE],
  ["X", "postgresql+psycopg2://db/shop", DATABASE],
  ["X", "mongodb+srv://cluster.example.com", DATABASE],
  ["X", "jdbc:oracle:thin:@//db.example.com:1521/X", DATABASE],
  ["X", "jdbc:sqlserver://db.example.com;databaseName=x", DATABASE],
  ["X", "Server=tcp:db.example.com,1433;Initial Catalog=shop", DATABASE],
  ["X", "redis://localhost:6379", undefined],
  ["X", "postgres://127.0.0.1/shop", undefined],
  ["X", "postgres://[::1]:5432/shop", undefined],
  ["X", "postgres:///shop", undefined],
  ["X", "Host=localhost;Database=shop", undefined],
  ["X", "sqlite:///data/shop.db", undefined],
  ["X", "jdbc:h2:mem:shop", undefined],
])("%s=%s is tied to %s", (name, value, tie) => {
  expect(tieIn(name, value)).toBe(tie);
});

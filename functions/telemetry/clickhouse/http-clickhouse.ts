import type { ClickHouse } from "./load-day.ts";

export interface ServerAddress {
  /** Of its HTTP interface, such as `https://clickhouse.example:8443/`. */
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Characters of an error that are told. */
const TOLD = 500;

/** A ClickHouse server by its HTTP interface. */
export function httpClickHouse(
  { url, database, user, password }: ServerAddress,
  get: typeof fetch = fetch,
): ClickHouse {
  return {
    async query(sql, parameters) {
      const address = new URL(url);
      address.searchParams.set("database", database);
      // Otherwise it says 200 before it knows whether it succeeds.
      address.searchParams.set("wait_end_of_query", "1");
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(`param_${name}`, value);
      const headers = { "x-clickhouse-user": user, "x-clickhouse-key": password };
      const response = await get(address, { method: "POST", body: sql, headers });
      const text = await response.text();
      if (response.ok) return text;
      throw new Error(`${new URL(url).host} answers ${response.status}: ${text.trim().slice(0, TOLD)}`);
    },
  };
}

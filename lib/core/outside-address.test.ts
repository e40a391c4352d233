import { request } from "node:http";
import { expect, test } from "vitest";
import { checkLiteralAddress, InsideAddress, isInsideAddress, outsideLookup } from "./outside-address";

test("private, local, reserved and disguised addresses lie inside", () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "::",
    "fd00::1",
    "fe80::1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "not an address",
  ])
    expect([address, isInsideAddress(address)]).toEqual([address, true]);
  for (const address of ["8.8.8.8", "172.32.0.1", "2606:4700::1111"])
    expect([address, isInsideAddress(address)]).toEqual([address, false]);
});

test("an address written out is refused before anything is sent, in every spelling a URL allows", () => {
  for (const url of [
    "http://127.0.0.1/x",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]:80/",
    "http://[::ffff:127.0.0.1]/",
  ])
    expect(() => checkLiteralAddress(new URL(url))).toThrow(InsideAddress);
  expect(() => checkLiteralAddress(new URL("https://vendor.example/hook"))).not.toThrow();
});

test("a name that resolves to this machine is refused by the connection's own lookup", async () => {
  const failure = await new Promise((resolve) => {
    request("http://localhost:9/", { lookup: outsideLookup, agent: false }, resolve)
      .on("error", resolve)
      .end();
  });
  expect(failure).toBeInstanceOf(InsideAddress);
});

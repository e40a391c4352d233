import { z } from "zod";
import { currencyCode, decimal, flag, integer, key, optional, versionFields } from "./field";

/** One directed way between two locations. */
export const lanes = z.object({
  origin: key("Code of the location goods leave from", [
    ["origin", "from", "from location", "source", "ship from"],
    ["起點", "起点", "出貨倉", "发货仓", "調出倉", "调出仓"],
  ]),
  destination: key("Code of the location goods go to", [
    ["destination", "to", "to location", "ship to"],
    ["終點", "终点", "目的地", "收貨倉", "收货仓", "調入倉", "调入仓"],
  ]),
  leadTimeDays: decimal(
    "Days from shipping to being sellable",
    [
      ["lead time", "lead time days", "transit days", "days"],
      ["前置天數", "前置天数", "運送天數", "运输天数", "時效", "时效"],
    ],
    { min: 0, max: 9999 },
  ),
  currency: optional(currencyCode("Currency of the costs", [["currency"], ["幣別", "币种"]])),
  freightPerUnit: decimal(
    "Freight for one unit",
    [
      ["freight", "freight per unit", "cost per unit", "unit freight"],
      ["運費", "运费", "單位運費", "单位运费"],
    ],
    { min: 0, money: true },
  ),
  handlingPerUnit: optional(
    decimal(
      "Handling for one unit",
      [
        ["handling", "handling per unit"],
        ["處理費", "处理费"],
      ],
      { min: 0, money: true },
    ),
  ),
  fixedPerShipment: optional(
    decimal(
      "Cost of one shipment whatever its size",
      [
        ["fixed cost", "fixed per shipment", "shipment cost"],
        ["固定費用", "固定费用", "每票費用"],
      ],
      { min: 0, money: true },
    ),
  ),
  minUnits: optional(
    integer(
      "Fewest units worth a shipment",
      [
        ["min units", "minimum", "moq"],
        ["最小量", "起運量", "起运量"],
      ],
      { min: 1 },
    ),
  ),
  capacityUnits: optional(
    integer(
      "Most units in a shipment",
      [
        ["capacity", "capacity units", "max units"],
        ["容量", "最大量"],
      ],
      { min: 1 },
    ),
  ),
  capacityGrams: optional(
    integer("Most weight of a shipment, in grams", [["capacity grams", "max weight"], ["最大重量"]], {
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
  ),
  capacityCm3: optional(
    integer(
      "Most volume of a shipment, in cm³",
      [
        ["capacity cm3", "max volume"],
        ["最大體積", "最大体积"],
      ],
      { min: 1, max: Number.MAX_SAFE_INTEGER },
    ),
  ),
  hazmatAllowed: optional(
    flag("Dangerous goods may go this way", [["hazmat allowed"], ["可運危險品", "可运危险品"]]),
  ),
  coldChainAllowed: optional(
    flag("Cold goods may go this way", [["cold chain allowed"], ["可運冷鏈", "可运冷链"]]),
  ),
  active: optional(
    flag("Whether it is in use", [
      ["active", "enabled"],
      ["啟用", "启用"],
    ]),
  ),
  ...versionFields,
});

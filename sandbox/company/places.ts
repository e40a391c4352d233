/** Lines that a usual shipment of the past had, sharing its fixed cost. */
export const linesAShipment = 15;

/** The six locations; ids follow the list, from 1, as `location.id` does in an empty database. */
export const locations = [
  {
    code: "LAX1",
    name: "Los Angeles warehouse",
    kind: "warehouse",
    country: "US",
    region: "North America",
    timeZone: "America/Los_Angeles",
    supplierDays: 30,
  },
  {
    code: "EWR-FBA",
    name: "Newark FBA",
    kind: "fba",
    country: "US",
    region: "North America",
    timeZone: "America/New_York",
    supplierDays: 34,
  },
  {
    code: "FRA-3PL",
    name: "Frankfurt 3PL",
    kind: "3pl",
    country: "DE",
    region: "Europe",
    timeZone: "Europe/Berlin",
    supplierDays: 32,
  },
  {
    code: "SZX1",
    name: "Shenzhen warehouse",
    kind: "warehouse",
    country: "CN",
    region: "Asia Pacific",
    timeZone: "Asia/Shanghai",
    supplierDays: 11,
  },
  {
    code: "TPE1",
    name: "Taipei 3PL",
    kind: "3pl",
    country: "TW",
    region: "Asia Pacific",
    timeZone: "Asia/Taipei",
    supplierDays: 16,
  },
  {
    code: "SIN-ST",
    name: "Singapore store",
    kind: "store",
    country: "SG",
    region: "Asia Pacific",
    timeZone: "Asia/Singapore",
    supplierDays: 18,
  },
] as const;

export const LAX = 0;
export const EWR = 1;
export const FRA = 2;
export const SZX = 3;
export const TPE = 4;
export const SIN = 5;

export interface Lane {
  from: number;
  to: number;
  leadTimeDays: number;
  freightMinorPerUnit: number;
  handlingMinorPerUnit: number;
  fixedMinorPerShipment: number;
  minUnits: number;
  capacityUnits: number | null;
  hazmatAllowed: boolean;
  coldChainAllowed: boolean;
}

const lane = (
  from: number,
  to: number,
  leadTimeDays: number,
  freightMinorPerUnit: number,
  handlingMinorPerUnit: number,
  fixedMinorPerShipment: number,
  minUnits: number,
  capacityUnits: number | null,
  hazmatAllowed: boolean,
  coldChainAllowed: boolean,
): Lane => ({
  from,
  to,
  leadTimeDays,
  freightMinorPerUnit,
  handlingMinorPerUnit,
  fixedMinorPerShipment,
  minUnits,
  capacityUnits,
  hazmatAllowed,
  coldChainAllowed,
});

/**
 * Directed ways, costs in US cents. The fixed cost is paid once a shipment: booking, pick-up and papers. By air no hazardous
 * goods; by sea nothing chilled.
 */
export const lanes: readonly Lane[] = [
  lane(LAX, EWR, 5, 62, 20, 9_000, 6, 4_000, true, true),
  lane(EWR, LAX, 9, 88, 45, 6_000, 1, 1_500, true, false),
  lane(SZX, LAX, 26, 48, 15, 38_250, 24, 12_000, true, false),
  lane(SZX, EWR, 33, 60, 18, 42_000, 24, 12_000, true, false),
  lane(SZX, FRA, 31, 58, 18, 39_750, 24, 12_000, true, false),
  lane(SZX, TPE, 4, 34, 12, 7_500, 6, 3_000, true, true),
  lane(SZX, SIN, 6, 46, 15, 8_250, 6, 2_500, true, true),
  lane(TPE, SZX, 4, 34, 12, 7_500, 6, 3_000, true, true),
  lane(TPE, SIN, 5, 52, 15, 6_750, 6, 1_200, false, true),
  lane(SIN, TPE, 5, 52, 15, 6_750, 6, 1_200, false, true),
  lane(LAX, FRA, 7, 185, 22, 14_250, 6, 2_000, false, true),
  lane(FRA, EWR, 8, 190, 24, 14_250, 6, 2_000, false, true),
  lane(LAX, TPE, 6, 175, 22, 12_750, 6, 1_500, false, true),
  lane(TPE, LAX, 6, 170, 22, 12_750, 6, 1_500, false, true),
  lane(FRA, SIN, 9, 210, 24, 15_000, 6, 1_000, false, false),
  lane(FRA, LAX, 7, 185, 22, 14_250, 6, 2_000, false, true),
  lane(EWR, FRA, 8, 190, 24, 14_250, 6, 2_000, false, true),
];

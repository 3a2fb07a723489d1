import { asNumber, typeOf } from "./reading.ts";
import type { Scalar } from "./tree.ts";

/**
 * The text that a scalar becomes where Compose wants text and takes a number too, as in `environment`: it writes the
 * number anew, as Go does. Nothing for what is decided elsewhere.
 */
export function composeText(scalar: Scalar): string | undefined {
  const type = typeOf(scalar, "compose");
  if (type === undefined || !scalar.known) return undefined;
  const { value: written } = scalar;
  if (type === "timestamp") return /^[\d-]+$/.test(written) ? `${written} 00:00:00 +0000 UTC` : undefined;
  if (type !== "integer" && type !== "float") return written;
  if (type === "integer" && /^-?(?:0|[1-9]\d*)$/.test(written)) return written; // exact, however large
  const number = asNumber(scalar, "compose");
  if (!number?.known) return undefined;
  return type === "integer" ? String(number.value) : goFloat(number.value);
}

/** As Go's `%v`: with an exponent from a million on, and below a ten-thousandth. */
function goFloat(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined; // Compose takes none
  const [digits = "0", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return value.toFixed(Math.max(0, digits.replace(/[-.]/g, "").length - 1 - power));
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

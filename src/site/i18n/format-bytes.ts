/** Writes bytes in decimal units with at most one decimal, such as `1.3 MB`. @param format BCP 47 */
export function bytesFormat(format: string): (bytes: number) => string {
  const sizes = (["byte", "kilobyte", "megabyte"] as const).map((unit) => {
    const style = { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short" } as const;
    const whole = new Intl.NumberFormat(format, { ...style, maximumFractionDigits: 0 });
    const precise = new Intl.NumberFormat(format, { ...style, maximumFractionDigits: 1 });
    return (value: number): string => (value < 10 ? precise : whole).format(value);
  });
  return (bytes) => {
    // From 999,500 bytes on, kB would be rounded to 1000.
    const scale = bytes < 1000 ? 0 : bytes < 999_500 ? 1 : 2;
    return sizes[scale]?.(bytes / 1000 ** scale) ?? "";
  };
}

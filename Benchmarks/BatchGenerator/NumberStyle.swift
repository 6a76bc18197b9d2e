/// How sellers number their invoices. All styles are made of the item's running number, so no two items share one.
enum NumberStyle: UInt8 {
  /// `100123`
  case plain
  /// `INV-2024-00123`
  case yearAndZeros
  /// `2024/1117`
  case yearSlash
  /// `RE100123`
  case prefixed
  /// `0900012345`
  case longDigits
  /// `AR24-07-00123`
  case yearAndMonth

  static func drawn(_ random: inout SplitMix64) -> NumberStyle {
    switch random.below(100) {
    case 0..<35: .plain
    case 35..<55: .yearAndZeros
    case 55..<65: .yearSlash
    case 65..<80: .prefixed
    case 80..<90: .longDigits
    default: .yearAndMonth
    }
  }

  func write(_ serial: Int, year: Int, month: Int, to buffer: inout [UInt8]) {
    switch self {
    case .plain: buffer.write(number: 100_000 + serial)
    case .yearAndZeros:
      buffer.write("INV-")
      buffer.write(number: year)
      buffer.append(UInt8(ascii: "-"))
      buffer.write(number: serial, width: 5)
    case .yearSlash:
      buffer.write(number: year)
      buffer.append(UInt8(ascii: "/"))
      buffer.write(number: 1_000 + serial)
    case .prefixed:
      buffer.write("RE")
      buffer.write(number: 100_000 + serial)
    case .longDigits: buffer.write(number: 900_000_000 + serial, width: 10)
    case .yearAndMonth:
      buffer.write("AR")
      buffer.write(number: year % 100)
      buffer.append(UInt8(ascii: "-"))
      buffer.write(number: month, width: 2)
      buffer.append(UInt8(ascii: "-"))
      buffer.write(number: serial, width: 5)
    }
  }
}

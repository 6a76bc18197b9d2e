/// An ISO 4217 currency: its three letters packed into an integer, so that a column of them compares fast.
public struct Currency: Hashable, Comparable, Sendable {
  /// The letters, the first in the highest byte, so that order is alphabetic; the number of decimals in the lowest.
  public let packed: UInt32

  /// - Returns: nil where the letters name no currency of ISO 4217.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count == 3 else { return nil }
    self.init(packed: UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(bytes[2]))
  }

  public init?(_ code: String) {
    let bytes = Array(code.utf8)
    self.init(bytes.span)
  }

  private init?(packed: UInt32) {
    guard let exponent = Currency.decimals[packed] else { return nil }
    self.packed = packed << 8 | UInt32(exponent)
  }

  /// What a bank file that names no currency means (BAI2 manual: the default is US dollars).
  public static let usDollar: Currency = {
    guard let dollar = Currency("USD") else { preconditionFailure("the currency table holds USD") }
    return dollar
  }()

  public static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }

  /// Number of decimals of the minor unit: 2 for most, 0 for the yen, 3 for the Kuwaiti dinar.
  public var exponent: Int { Int(packed & 0xFF) }

  public var code: String { String(decoding: [byte(3), byte(2), byte(1)], as: UTF8.self) }

  public func append(to buffer: inout OutputBytes) {
    buffer.append(UInt64(byte(3)) | UInt64(byte(2)) << 8 | UInt64(byte(1)) << 16, count: 3)
  }

  private func byte(_ index: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: packed >> (8 * index)) }

  /// Decimals by packed code, from the ISO 4217 list of active codes, with the national currencies the euro
  /// replaced since 2002 (old ledgers quote them), and `XTS` and `XXX`, the codes ISO 4217 reserves for testing and for no
  /// currency at all, with two.
  private static let decimals: [UInt32: UInt8] = {
    var table: [UInt32: UInt8] = [:]
    func add(_ codes: String, _ exponent: UInt8) {
      for code in codes.split(separator: " ") {
        table[code.utf8.reduce(0) { $0 << 8 | UInt32($1) }] = exponent
      }
    }
    add(
      """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
      CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD \
      HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP \
      MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR \
      SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED \
      VES WST XCD XCG XTS XXX YER ZAR ZMW ZWG ZWL CNH EEK LTL LVL SKK MTL CYP
      """, 2)
    add("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0)
    add("BHD IQD JOD KWD LYD OMR TND", 3)
    add("CLF UYW", 4)
    return table
  }()
}

import CashModel

// References with check digits, as creditors of many countries print them on their invoices.
//
//     RF18 5390 0754 7034     +++010/8068/17183+++     21 00000 00003 13947 14300 09017
//
// Payers' banks carry them in fields of their own or in free text, often in groups parted by blanks. A check digit proves
// little by itself: wrong digits pass mod 10 once in ten times, mod 11 once in eleven, mod 97 once in a hundred. So a
// number in groups is taken for one reference only if its check digit is right and an item carries it; one whose check
// digit is wrong is no reference, at most a mangled one.

/// The schemes by the arithmetic of their check digits, each with the publication of its rule and examples from it.
enum CheckedReference: CaseIterable {
  /// ISO 11649:2009: `RF`, two check digits, up to 21 letters and digits; mod 97-10 (ISO 7064) over the rest with `RF` and the
  /// check digits behind it, letters as 10 to 35, leaves 1. RF18 5390 0754 7034, as SIX prints it in its Swiss
  /// Implementation Guidelines QR-bill.
  case creditorReference
  /// Swiss QR reference and the older ISR: 26 digits (or 15) and one by mod 10 recursive. 21 00000 00003 13947 14300 09017 (SIX,
  /// Swiss Implementation Guidelines QR-bill).
  case swiss
  /// Finnish viite and Estonian viitenumber: 3 to 19 digits and one by weights 7, 3, 1 from the right, mod 10. 12 34561 (Finance
  /// Finland, "Kotimaisen viitteen rakenneohje"); 121312952 (Estonian Banking Association, "Example of the use of method
  /// 7-3-1"). Estonia allows two digits; what is shorter than four is no reference here.
  case nordicWeights
  /// Mod 10 with weights 2, 1 from the right and the digits of each product added: Norwegian KID of 4 to 25 digits (Mastercard
  /// Payment Services, "KID"), Swedish OCR (Bankgirot, "OCR-referenskontroll": the last digit is a check by the 10 modulus; the rule
  /// of personal numbers, 640823-3234 of Skatteverket's SKV 704), Danish FIK of 15 or 16 digits (PBS, "Fremstilling af
  /// indbetalingskort": check by modulus 10; the form printers' payment 2 is 000000000000026).
  case luhn
  /// Norwegian KID by modulus 11: weights 2 to 7 from the right; no KID where the check would be 10. Rule and source as above;
  /// 123456785 is the worked example of the same method for Swiss payment slips of nine digits.
  case norwegianElevens
  /// Belgian and Luxembourg structured communication (OGM, VCS): ten digits and two, their remainder mod 97, 97 for 0 (Febelfin).
  /// +++312/4013/98067+++ (Luxembourg Bankers' Association, customer reference), +++010/8068/17183+++.
  case belgian
  /// Slovenian SI12: up to 12 digits and one by mod 11, weights 2 to 13 from the right, 0 for 10 and 11 (Uradni list RS 34/2015,
  /// Priloga 1, "Pravila za oblikovanje in uporabo standardiziranih referenc"). 56782, as tax offices explain the rule.
  case slovenian
  /// Dutch betalingskenmerk (Betaalvereniging Nederland, "Specificaties betalingskenmerk"): of 16 digits, or of 9 to 14 whose
  /// second digit is the last of the number of those behind it; the first is a check of all others, mod 11 with weights 2, 4, 8, 5, 10,
  /// 9, 7, 3, 6, 1 from the right, 1 for 10 and 0 for 11. 5000 0567 8901 2345 and 12 2345 3462 2567. Seven digits have no check.
  case dutch

  /// Whether letters, digits and check digits of a reference in capitals, without separators, fit the scheme.
  func isValid(_ key: ArraySlice<UInt8>) -> Bool {
    if case .creditorReference = self { return CheckedReference.isCreditorReference(key) }
    guard key.allSatisfy(\.isDigit), let last = key.last else { return false }
    let digits = key.map { Int($0 - 0x30) }
    let check = Int(last - 0x30)
    let payload = digits.dropLast()
    switch self {
    case .creditorReference: return false
    case .swiss: return (digits.count == 27 || digits.count == 16) && CheckedReference.recursive(payload) == check
    case .nordicWeights:
      return (4...20).contains(digits.count)
        && (10 - CheckedReference.weighted(payload, [7, 3, 1]) % 10) % 10 == check
    case .luhn: return (4...25).contains(digits.count) && CheckedReference.luhn(payload) == check
    case .norwegianElevens:
      let rest = 11 - CheckedReference.weighted(payload, [2, 3, 4, 5, 6, 7]) % 11
      return (4...25).contains(digits.count) && rest != 10 && rest % 11 == check
    case .belgian:
      guard digits.count == 12 else { return false }
      let number = digits.prefix(10).reduce(0) { $0 * 10 + $1 }
      let rest = number % 97 == 0 ? 97 : number % 97
      return digits[10] * 10 + check == rest
    case .slovenian:
      let rest = 11 - CheckedReference.weighted(payload, Array(2...13)) % 11
      return (4...13).contains(digits.count) && (rest > 9 ? 0 : rest) == check
    case .dutch:
      guard digits.count == 16 || (9...14).contains(digits.count) && digits[1] == (digits.count - 2) % 10 else {
        return false
      }
      let rest = 11 - CheckedReference.weighted(digits.dropFirst(), [2, 4, 8, 5, 10, 9, 7, 3, 6, 1]) % 11
      return digits[0] == (rest == 10 ? 1 : rest == 11 ? 0 : rest)
    }
  }

  static func isValid(_ key: ArraySlice<UInt8>) -> Bool { allCases.contains { $0.isValid(key) } }

  /// What stands inside the frame of ISO 11649: payers quote it with and without; nil where the key is no such reference.
  static func nationalPart(of key: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    isCreditorReference(key) ? key.dropFirst(4) : nil
  }

  /// An IBAN (ISO 13616) of a country of SWIFT's IBAN registry, by its length and check digits; the same arithmetic as ISO
  /// 11649. It is no reference, but its groups look like some.
  static func isIBAN(_ key: ArraySlice<UInt8>) -> Bool {
    guard key.count > 4, let length = lengthsOfIBANs[Array(key.prefix(2))], key.count == length,
      key.dropFirst(2).prefix(2).allSatisfy(\.isDigit), key.allSatisfy({ $0.isDigit || $0.isUpperLetter })
    else { return false }
    return leavesOne(key)
  }

  /// The shortest of them, Norway's.
  static let leastIBAN = 15

  private static let lengthsOfIBANs: [[UInt8]: Int] = {
    let table = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 \
      GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 \
      ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 \
      VG24 XK20
      """
    return Dictionary(
      uniqueKeysWithValues: table.split(whereSeparator: \.isWhitespace).compactMap { entry in
        Int(entry.dropFirst(2)).map { (Array(entry.utf8.prefix(2)), $0) }
      })
  }()

  // MARK: - Arithmetic

  private static func isCreditorReference(_ key: ArraySlice<UInt8>) -> Bool {
    guard (5...25).contains(key.count), key.starts(with: "RF".utf8), key.dropFirst(2).prefix(2).allSatisfy(\.isDigit),
      key.allSatisfy({ $0.isDigit || $0.isUpperLetter })
    else { return false }
    return leavesOne(key)
  }

  /// Mod 97-10 of ISO 7064 with the first four behind the others.
  private static func leavesOne(_ key: ArraySlice<UInt8>) -> Bool {
    let rotated = key.dropFirst(4) + key.prefix(4)
    return rotated.reduce(0) { rest, byte in
      byte.isDigit ? (rest * 10 + Int(byte - 0x30)) % 97 : (rest * 100 + Int(byte - 0x41) + 10) % 97
    } == 1
  }

  private static func recursive(_ digits: ArraySlice<Int>) -> Int {
    let table = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]
    return (10 - digits.reduce(0) { table[($0 + $1) % 10] }) % 10
  }

  private static func luhn(_ digits: ArraySlice<Int>) -> Int {
    let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
      let value = entry.offset % 2 == 0 ? 2 * entry.element : entry.element
      return sum + value / 10 + value % 10
    }
    return (10 - sum % 10) % 10
  }

  /// The sum of the digits times the weights, both from the right, the weights over and over.
  private static func weighted(_ digits: ArraySlice<Int>, _ weights: [Int]) -> Int {
    digits.reversed().enumerated().reduce(0) { $0 + $1.element * weights[$1.offset % weights.count] }
  }
}

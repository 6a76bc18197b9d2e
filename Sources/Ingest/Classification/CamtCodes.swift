package import CashModel

/// A bank transaction code of ISO 20022: domain, family and sub-family, four letters each, packed into integers so
/// that they compare fast; 0 where the bank gives none.
package struct CamtCode: Hashable, Sendable {
  package var domain: UInt32 = 0
  package var family: UInt32 = 0
  package var subfamily: UInt32 = 0

  package init() {}

  package init(domain: UInt32, family: UInt32, subfamily: UInt32) {
    self.domain = domain
    self.family = family
    self.subfamily = subfamily
  }

  /// Four letters, the first in the highest byte; 0 for a text of another length.
  package static func packed(_ text: Span<UInt8>) -> UInt32 {
    guard text.count == 4 else { return 0 }
    return UInt32(text[0]) << 24 | UInt32(text[1]) << 16 | UInt32(text[2]) << 8 | UInt32(text[3])
  }

  fileprivate static func packed(_ text: Substring) -> UInt32 { text.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}

/// What a camt entry is, by its bank transaction code.
///
/// The tables below are read from the special to the general: what came back, then fees and interest, then what
/// moves between own accounts. All that is left is a receipt where it is a credit, since a customer's money must
/// never be sorted away, and another debit where it is not.
package enum CamtCodes {
  /// The code of the charges a bank keeps of a batch.
  static let fee = CamtCode(domain: paymentDomain, family: 0, subfamily: CamtCode.packed("CHRG"))

  /// The facts of an entry besides its code.
  package struct Facts {
    package var direction: Direction
    package var isBooked = true
    package var isReversal = false
    package var hasReturnInformation = false
    package var isZero = false

    package init(direction: Direction) { self.direction = direction }
  }

  package static func transactionClass(
    _ code: CamtCode, proprietary: Span<UInt8>, _ facts: Facts
  ) -> TransactionClass {
    guard facts.isBooked else { return .unposted }
    guard !facts.isZero else { return .message }
    if facts.isReversal || facts.hasReturnInformation { return .return }
    if let special = bySubfamily[code.subfamily] { return special }
    if code.domain == paymentDomain {
      if code.family == issuedDirectDebits, facts.direction == .debit { return .return }
    } else if code.domain != 0 {
      if let special = byFamily[code.family] { return special }
      if facts.direction == .credit, let special = creditsByDomain[code.domain] { return special }
    } else if let special = proprietaryClass(proprietary, facts.direction) {
      return special
    }
    return facts.direction == .credit ? .receipt : .otherDebit
  }

  // MARK: - Codes of ISO 20022 (external code sets, bank transaction codes)

  private static let paymentDomain = CamtCode.packed("PMNT")
  /// Direct debits we collect: they only bring credits, so a debit among them is one that came back.
  private static let issuedDirectDebits = CamtCode.packed("IDDT")

  private static let bySubfamily: [UInt32: TransactionClass] = table([
    // Reversals and returns of transfers, direct debits, cheques and cards.
    (.return, "RRTN RPCR UPDD PRDD RCDD ARET AREV UPCQ XPCQ CQRV UPCT"),
    (.fee, "CHRG FEES COMM COME COMI COMT"),
    (.interest, "INTR"),
    // Cash concentration: zero balancing, sweeping, topping, double-sided balancing.
    (.transfer, "ZABA SWEP TOPG DSBR"),
  ])

  /// Families outside payments: account balancing and cash pooling of cash management.
  private static let byFamily: [UInt32: TransactionClass] = table([(.transfer, "ACCB CAPL")])

  /// Credits that are our own business with the bank: foreign exchange, loans and deposits, securities,
  /// derivatives, precious metals, commodities.
  private static let creditsByDomain: [UInt32: TransactionClass] = table([
    (.transfer, "FORX LDAS SECU DERV PMET CMDT")
  ])

  private static func table<Meaning>(_ rows: [(Meaning, String)]) -> [UInt32: Meaning] {
    var table: [UInt32: Meaning] = [:]
    for (meaning, codes) in rows {
      for code in codes.split(separator: " ") { table[CamtCode.packed(code)] = meaning }
    }
    return table
  }

  // MARK: - Proprietary codes

  /// SWIFT's transaction types (`NCHG`, also without the first letter) and the German business transaction codes
  /// (`NTRF+166+00931`, three digits; Deutsche Kreditwirtschaft, DFÜ-Abkommen, annex 3), the two kinds that banks of many
  /// countries put in place of ISO's. Swiss banks send ISO's own (SIX, Swiss Payment Standards). Returns are cheques and direct
  /// debits sent back (009, 010, 108, 109), credited again (181, 184) or reversed (193), and transfers returned (059, 159) or
  /// recalled (160). 820, a carry-over, may be a payment within the same bank; it stays what its direction says.
  private static let byProprietaryPart: [UInt32: TransactionClass] = table([
    (.return, "NRTI FRTI RTI 009 010 059 108 109 159 160 181 184 193"),
    // Card, cheque book, custody, standing order, closing of the account, postage, expenses, fees, commission, dunning, credit.
    (.fee, "NCHG FCHG CHG NCOM NBRF 320 321 801 802 803 804 805 806 807 808 809 810 811"),
    // Of loans, for deferral, and what the account earns or costs, capitalised or corrected.
    (.interest, "NINT FINT INT 604 605 812 814 815 817"),
    // Cash concentration: main account and subsidiary account.
    (.transfer, "833 834"),
  ])

  /// German codes by their hundreds, of credits that are our own business with the bank: securities, foreign exchange and
  /// money market.
  private static let creditsByHundreds: Set<UInt8> = [UInt8(ascii: "3"), UInt8(ascii: "4")]

  /// By the first part that says something. A bank puts numbers of its own behind the German code, so the first part of three
  /// digits is the last that counts.
  private static func proprietaryClass(_ text: Span<UInt8>, _ direction: Direction) -> TransactionClass? {
    var part: UInt32 = 0
    var length = 0
    var digits = 0
    for index in 0...text.count {
      if index == text.count || text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "/") {
        if length == 3 || length == 4, let found = byProprietaryPart[part] { return found }
        if length == 3, digits == 3 {
          let isOurs = direction == .credit && creditsByHundreds.contains(UInt8(truncatingIfNeeded: part >> 16))
          return isOurs ? .transfer : nil
        }
        part = 0
        length = 0
        digits = 0
      } else {
        part = part << 8 | UInt32(text[index])
        length += 1
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) { digits += 1 }
      }
    }
    return nil
  }
}

// MARK: - Remittance information

extension CamtCodes {
  /// What an amount of `RmtAmtAndTp` is.
  enum RemittanceAmount { case due, discount, creditNote, remitted, other }

  /// ISO 20022's external document amount types. Kinds that say nothing about what is paid (taxes, balances, credit
  /// limits) are of no use here.
  static func remittanceAmount(_ code: UInt32) -> RemittanceAmount { remittanceAmounts[code] ?? .other }

  /// ISO 20022's external document types.
  static func documentType(_ code: UInt32) -> StructuredRemittance.DocumentType {
    code == 0 ? .unstated : documentTypes[code] ?? .other
  }

  private static let remittanceAmounts: [UInt32: RemittanceAmount] = table([
    (.due, "DUPA"),
    (.discount, "APDS STDS TMDS"),
    (.creditNote, "CREN"),
    (.remitted, "REMI"),
  ])

  private static let documentTypes: [UInt32: StructuredRemittance.DocumentType] = table([
    (.invoice, "CINV MSIN HIRI SBIN"),
    (.creditNote, "CREN CNFA"),
    (.debitNote, "DEBN DNFA"),
    (.statement, "SOAC"),
    (.order, "PUOR"),
  ])
}

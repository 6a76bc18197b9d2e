/// What the value of a tag in a transaction's text says.
enum BAI2TagRole: UInt8 {
  /// The originator's name.
  case payerName
  /// `/ACCOUNT NAME`, or a name alone.
  case payerAccountAndName
  /// A sender who is the payer unless the text also names an originator.
  case senderName
  case payerAccount
  case payerAgent
  case endToEndID
  case chequeNumber
  /// In a return: why, and which payment came back.
  case returnReason
  case originalReference
  /// Ours, the bank's, or free text: it only ends the value before it.
  case other
}

/// One tag: its words, and whether a colon or an equals sign must follow it.
struct BAI2Tag {
  let words: [UInt8]
  let role: BAI2TagRole
  /// Lockbox tags stand with or without one (`CHK 4711 RMT ACME`), but names only behind a lockbox or cheque number.
  let needsSeparator: Bool
}

/// The tags that American banks write into the text of a transaction. A tag's value ends at the next tag or at the
/// line's end. Beneficiaries and `INDIV NAME` are never the payer: in a credit they are the account's own name.
enum BAI2Tags {
  private static let table: [(role: BAI2TagRole, needsSeparator: Bool, tags: String)] = [
    // ACH: batch header and entry.
    (.payerName, true, "ORIG CO NAME|ORIGINATING COMPANY NAME|ORIGINATING CO NAME|CO NAME|COMPANY NAME"),
    (.other, true, "ORIG ID|CO ID|COMPANY ID|ORIGINATING COMPANY ID|ORIG CO ID|DESC|DESCR|CO ENTRY DESCR|ENTRY DESCR"),
    (.other, true, "DESC DATE|ORIG DESC DATE|ENTRY|SEC|SEC CODE|TRACE|TRACE NO|TRACE NUM|TRACE#|EED|ADDENDA|TRN"),
    (.other, true, "INDIV ID|INDIV NAME|IND ID|IND ID NO|IND NAME|INDIVIDUAL ID|INDIVIDUAL NAME|RECEIVER|ID"),
    // Wires: originator, sender, beneficiary.
    (.payerAccountAndName, true, "ORIG|ORG|ORIGINATOR|ORIGINATOR NAME|ORIG NAME|ORG NAME|B/O|BY ORDER OF|ORDERING"),
    (.payerAccountAndName, true, "ORDERING CUSTOMER|ORDERING CUST|ORDERING PARTY|ORD CUST|DBTR|DEBTOR|DEBTOR NAME"),
    (.payerName, true, "DBTR NAME|DBNM|PAYER|PAYER NAME|PAYOR|PAYOR NAME|REMITTER|REMITTER NAME|RMT NAME|BO1|OB1"),
    (.senderName, true, "SENDER|SENDER NAME|SNDR|SNDR NAME|SND|FROM"),
    (.payerAccount, true, "ORG ID|ORG ACCT|ORIG ACCT|ORIG ACCOUNT|ORIGINATOR ACCOUNT|DACT|DBTR ACCT|DEBTOR ACCOUNT"),
    (.payerAccount, true, "ORG ACCOUNT|ORIGINATOR ID|PAYER ACCOUNT|PAYER ACCT|SENDER ACCT|SENDER ACCOUNT|ACCT OF ORIG"),
    (.payerAgent, true, "SENDER ID|SENDER ABA|SNDR ABA|SND ABA|DABA|DBIC|DBTR AGT|ORIG BANK ID|ORIG BANK BIC"),
    (.endToEndID, true, "EREF|END TO END ID|END-TO-END ID|ENDTOENDID|E2E|E2E ID|EEID"),
    (.other, true, "SENDER BNK|SENDER BANK|SND BK|SND BNK|SNDR BK|SNDR BNK|SENDER REF|SNDR REF|ORG ADDRESS|ORG ADDR"),
    (.other, true, "ORIG ADDR|ORIG ADDRESS|ORIG BANK|ORIG BK|ORG BK|OGB|ORG BNK|INS|INSTR BANK|SENDER ADDRESS|OB|BO"),
    (.other, true, "BNF|BNF ID|BNF NAME|BNF ADDRESS|BNF BANK|BNF BK|BENE|BENE NAME|BENE ID|BENEFICIARY|CDTR|CREDITOR"),
    (.other, true, "BENEFICIARY NAME|CRNM|CREF|CACT|CABA|IDNM|REC FI|REC ID|RCV BK|RECEIVING BANK|RFB|REF|OBI|BBI|BBK"),
    (.other, true, "REMI|REMIT|RMT INFO|REMITTANCE INFO|REMITTANCE|INFO|PMT DET|PAYMENT DETAILS|DETAILS|IMAD|OMAD|SSN"),
    (.other, true, "FED NO|FED REF|REFERENCE|YOUR REF|OUR REF|CUST REF|CLIENT REF ID|INVOICE|INV|TIME|DATE|VIA|UETR"),
    (.other, true, "FR|ENDT|TRID|PY|BI|PURPOSE|CHIPS|CHIPS SSN|MSG|INTERMEDIARY|IBK|CHARGES|FX RATE|RATE|AMOUNT|AMT"),
    (.other, true, "TO|ENTRY DESCRIPTION|CLEARING REF|GS ID|SETTLED AMT|STRUCTURE ID|ACCOUNT|PERIOD|CBIC"),
    // Returns.
    (.returnReason, true, "REASON|RETURN REASON|RTN REASON|REASON CODE|RETURN REASON CODE"),
    (.originalReference, true, "RETURN OF CLIENT REF ID|ORIGINAL TRACE|ORIG TRACE|ORIGINAL REF|ORIG REF"),
    (.other, true, "RETURN FROM|RETURN TO|RETURN OF"),
    // Lockboxes and deposits.
    (.chequeNumber, true, "CHKN|CHECK SERIAL NUMBER|CHECK NUMBER|CHECK NO|CHK NO|CHECK|CHK|CK NO|CK|CHEQUE|CHEQUE NO"),
    (.chequeNumber, false, "CHK|CHECK|CHECK NO|CHK NO|CHK#|CHECK#|CHECK #|CK#|CHEQUE|CHEQUE NO"),
    (.payerName, false, "RMT NAME|RMT|RMTR|REMITTER|REMITTER NAME|PAYER|DRAWER"),
    (.other, false, "LOCKBOX|LBX|LOCKBOX NO|LOCK BOX NO"),
    (.other, true, "LOCKBOX|LBX|LOCKBOX NO|LOCK BOX NO|BATCH|ITEM|DEPOSIT"),
  ]

  /// What a company writes, in capitals, as the description of its ACH entry: at most ten characters, so most are
  /// shortened. Where a bank prints an entry without tags, the company's name stands in front of it.
  static let entryDescriptions: [[UInt8]] = [
    "PAYMENTS", "PAYMT", "PYMT", "PYMTS", "EDI PYMNTS", "EDI PAYMNT", "EDI PAYMENT", "EDI PMT", "EDIPAYMENT",
    "VENDOR PMT", "VENDOR PAY", "VENDOR PYMT", "VENDORPYMT", "VENDOR PAYMENT", "CORP PMT", "CORP PAY", "CORP PAYMENT",
    "ACH PMT", "ACH PAYMT", "ACH PAYMENT", "ACH PAYMENTS", "AP PAYMENT", "AP PMT", "AP PYMT", "TRADE PAY", "TRADE PMT",
    "INV PAYMNT", "BILL PAY", "BILL PMT", "BILL PAYMT", "EFT PMT", "EFT PAYMENT", "SUPPLR PAY", "SUPPLIER P",
  ].map { Array($0.utf8) }

  /// Words that name no company where they stand alone before an entry description.
  static let namelessWords: [[UInt8]] = [
    "ACH", "CARD", "CORP", "CREDIT", "CUSTOMER", "DEPOSIT", "DIRECT", "EDI", "EFT", "INCOMING", "LOCKBOX", "MERCHANT",
    "ONLINE", "RTP", "SETTLEMENT", "TRADE", "VENDOR", "WIRE",
  ].map { Array($0.utf8) }

  /// All tags by their first letter (A to Z), longer ones first.
  static let byFirstLetter: [[BAI2Tag]] = {
    var letters = [[BAI2Tag]](repeating: [], count: 26)
    for (role, needsSeparator, list) in table {
      for tag in list.split(separator: "|") {
        let words = Array(tag.utf8)
        letters[Int(words[0]) - 0x41].append(BAI2Tag(words: words, role: role, needsSeparator: needsSeparator))
      }
    }
    // With a separator before without one, so that `CHK: 12` and `CHK 12` give the same number.
    return letters.map { tags in
      tags.enumerated().sorted { left, right in
        let (a, b) = (left.element, right.element)
        if a.words.count != b.words.count { return a.words.count > b.words.count }
        if a.needsSeparator != b.needsSeparator { return a.needsSeparator }
        return left.offset < right.offset
      }.map(\.element)
    }
  }()
}

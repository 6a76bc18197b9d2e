/// Words of ACH entries that a bank prints without tags.
enum ACHWords {
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
}

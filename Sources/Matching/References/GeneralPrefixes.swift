/// Words that stand before the number a customer has with us.
enum CustomerWords {
  private static let words = WordSet(
    """
    CUSTOMER CUSTOMERNO CUSTOMERNUMBER CUSTNO CUST CLIENT CLIENTNO KUNDE KUNDEN KUNDENNR KUNDENNUMMER KDNR KD DEBITOR \
    DEBITORENNR DEBITORNR CLIENTE KLANT KLANTNR KLANTNUMMER KUND KUNDNR KUNDENUMMER
    """)

  static func contains(_ word: Span<UInt8>) -> Bool { words.contains(word) }

  static func contains(_ word: ShortWord) -> Bool { words.contains(word) }

  static func mayContain(_ token: Span<UInt8>) -> Bool { words.mayContain(token) }
}

/// Words that payers put before a number whatever our own prefix is.
enum GeneralPrefixes {
  private static let words = WordSet(
    """
    INV INVOICE INVNO INVOICENO INVOICENUMBER INVNR RE RG RGNR RENR RECH RECHNUNG RECHNUNGSNR RECHNR FA FACT FACTURE \
    FACTURA FATTURA FT FAC NR NO NUM NUMBER BILL BILLNO DOC DOCNO DOCUMENT REF REFNO SI CN CM DN RF BELEG BELEGNR VS KID \
    OCR R F I
    """)

  static func contains(_ word: Span<UInt8>) -> Bool { words.contains(word) }

  static func contains(_ word: ShortWord) -> Bool { words.contains(word) }

  static func mayContain(_ token: Span<UInt8>) -> Bool { words.mayContain(token) }
}

/// Words that stand before the number a customer has with us.
enum CustomerWords {
  private static let words: Set<[UInt8]> = Set(
    """
    CUSTOMER CUSTOMERNO CUSTOMERNUMBER CUSTNO CUST CLIENT CLIENTNO KUNDE KUNDEN KUNDENNR KUNDENNUMMER KDNR KD DEBITOR \
    DEBITORENNR DEBITORNR CLIENTE KLANT KLANTNR KLANTNUMMER KUND KUNDNR KUNDENUMMER
    """.split(separator: " ").map { Array($0.utf8) })

  static func contains(_ word: ArraySlice<UInt8>) -> Bool { word.count <= 14 && words.contains(Array(word)) }
}

/// Words that payers put before a number whatever our own prefix is.
enum GeneralPrefixes {
  private static let words: Set<[UInt8]> = Set(
    """
    INV INVOICE INVNO INVOICENO INVOICENUMBER INVNR RE RG RGNR RENR RECH RECHNUNG RECHNUNGSNR RECHNR FA FACT FACTURE \
    FACTURA FATTURA FT FAC NR NO NUM NUMBER BILL BILLNO DOC DOCNO DOCUMENT REF REFNO SI CN CM DN RF BELEG BELEGNR VS KID \
    OCR R F I
    """.split(separator: " ").map { Array($0.utf8) })

  static func contains(_ word: ArraySlice<UInt8>) -> Bool { word.count <= 13 && words.contains(Array(word)) }
}

import CashModel
import Ingest
import TestSupport
import Testing

@Suite struct CamtEncodingTests {
  private static let body = CamtFixture.statement(
    CamtFixture.entry("1.00", CamtFixture.details("<RltdPties><Dbtr><Nm>Müller</Nm></Dbtr></RltdPties>")))

  private static func declared(_ encoding: String) -> String {
    body.replacing("UTF-8", with: encoding)
  }

  private static func singleByte(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  private static func wide(_ text: String, littleEndian: Bool, mark: Bool) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return littleEndian ? [low, high] : [high, low]
    }
  }

  static let encodings: [(String, [UInt8])] = [
    ("UTF-8", Array(body.utf8)),
    ("UTF-8 with mark", [0xEF, 0xBB, 0xBF] + Array(body.utf8)),
    ("mark against the declaration", [0xEF, 0xBB, 0xBF] + Array(declared("ISO-8859-1").utf8)),
    ("ISO-8859-1", singleByte(declared("ISO-8859-1"))),
    ("windows-1252", singleByte(declared("windows-1252"))),
    ("UTF-16 little", wide(declared("UTF-16"), littleEndian: true, mark: true)),
    ("UTF-16 big", wide(declared("UTF-16"), littleEndian: false, mark: true)),
    ("UTF-16 without mark", wide(declared("UTF-16"), littleEndian: true, mark: false)),
    ("UTF-16 that claims UTF-8", wide(body, littleEndian: false, mark: true)),
    ("no declaration", Array(body.drop { $0 != "\n" }.utf8)),
  ]

  @Test(arguments: encodings)
  func everyEncodingGivesTheSameName(_ encoding: (name: String, bytes: [UInt8])) {
    let isRecognised = CamtReader.recognises(encoding.bytes.span)
    #expect(isRecognised)
    let file = CamtFixture.read(encoding.bytes)
    #expect(file.diagnostics.entries == [], "\(encoding.name)")
    #expect(file.texts(\.payerName) == ["Müller"], "\(encoding.name)")
  }

  @Test(arguments: encodings)
  func positionsAreThoseOfTheFileInEveryEncoding(_ encoding: (name: String, bytes: [UInt8])) throws {
    let source = try #require(CamtFixture.read(encoding.bytes).payments.source.first)
    let tag = encoding.bytes[source.byteOffset...].prefix(16).filter { $0 != 0 }
    #expect(String(decoding: tag, as: UTF8.self).hasPrefix("<TxDtls"), "\(encoding.name)")
  }

  @Test func whatClaimsUTF8AndIsNotIsReadAsLatin9WithAWarning() {
    let bytes = Self.body.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let file = CamtFixture.read(bytes + Array("<!--\u{20}-->".utf8))
    #expect(file.problems == [.encoding])
    #expect(file.diagnostics.errorCount == 0)
    #expect(file.texts(\.payerName) == ["Müller"])
    let euro = bytes.map { $0 == 0xFC ? 0xA4 : $0 }
    #expect(CamtFixture.read(euro).texts(\.payerName) == ["M€ller"])
  }

  static let pairs: [(String, [UInt8])] =
    encodings.filter { $0.0 != "no declaration" } + [
      ("without declarations", Array(body.drop { $0 != "\n" }.utf8))
    ]

  @Test(arguments: pairs)
  func twoDocumentsInOneFileAreBothRead(_ encoding: (name: String, bytes: [UInt8])) {
    let file = CamtFixture.read(encoding.bytes + encoding.bytes)
    #expect(file.diagnostics.entries == [], "\(encoding.name)")
    #expect(file.texts(\.payerName) == ["Müller", "Müller"], "\(encoding.name)")
    #expect(file.statements.count == 2)
    #expect(file.payments.statement.map(\.index) == [0, 1])
    #expect(file.payments.source.map(\.record) == [1, 2])
  }

  @Test func commentsBetweenAndAfterDocumentsAreNoDocuments() {
    let file = CamtFixture.read(Self.body + "<!-- end --><?end of page?>\n\n" + Self.body + "\n<!-- <a> -->\u{1A}")
    #expect(file.diagnostics.entries == [])
    #expect(file.payments.count == 2)
  }

  @Test(arguments: ["1,2,3\n", "</Document>", "&", "<!-- open"])
  func anythingElseAfterADocumentIsRefused(rest: String) {
    #expect(CamtFixture.read(Self.body + rest).diagnostics.errorCount == 1)
  }

  static let recognised: [(String, Bool)] = [
    ("<?xml version='1.0'?><a/>", true), ("\u{FEFF} \r\n<Document>", true), ("<!-- x --><a/>", true),
    ("<n:Document/>", true), ("", false), ("<", false), ("01,ABC,<", false), ("< 5", false), (" \n", false),
  ]

  @Test(arguments: recognised)
  func anXMLDocumentIsKnownByItsBeginning(_ example: (text: String, expected: Bool)) {
    let bytes = Array(example.text.utf8)
    let isRecognised = CamtReader.recognises(bytes.span)
    #expect(isRecognised == example.expected)
  }
}

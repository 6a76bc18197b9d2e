import CashModel
import Foundation
import Ingest
import TestSupport
import Testing

private typealias Fixture = CamtFixture

/// Broken, foreign and hostile documents: refused with an error that says why, never a crash.
@Suite struct CamtHostileTests {
  static let refused: [(String, Diagnostic.Problem, String)] = [
    ("", .structure, "not well-formed"),
    ("<Document", .structure, "not well-formed"),
    ("<Document/>", .notRecognised, "no camt.052, camt.053 or camt.054"),
    ("<html><body>Sign in</body></html>", .notRecognised, "no camt.052, camt.053 or camt.054"),
    ("<?xml version=\"1.0\"?><!DOCTYPE Document><Document/>", .structure, "DOCTYPE"),
    (
      "<!DOCTYPE a [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>",
      .structure, "DOCTYPE"
    ),
    (
      "<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><Document><BkToCstmrStmt/></Document>", .structure, "DOCTYPE"
    ),
    ("<Document><BkToCstmrStmt>&lost;</BkToCstmrStmt></Document>", .structure, "not well-formed"),
    ("<Document><BkToCstmrStmt></Document>", .structure, "not well-formed"),
    ("<?xml version=\"1.0\" encoding=\"no-such\"?><Document/>", .structure, "not well-formed"),
    (
      "<Document><BkToCstmrStmt>" + String(repeating: "<a>", count: 200_000), .structure, "100 levels"
    ),
    (
      "<Document><BkToCstmrStmt>" + (0..<70).map { "<a b\($0)=''/>" }.joined()
        + "<a " + (0..<70).map { "b\($0)='' " }.joined() + "/></BkToCstmrStmt></Document>",
      .structure, "attributes"
    ),
  ]

  @Test(arguments: refused)
  func whatIsNoCamtMessageIsRefusedWithAReason(
    _ example: (text: String, problem: Diagnostic.Problem, words: String)
  ) throws {
    let file = Fixture.read(example.text)
    #expect(file.diagnostics.errorCount == 1)
    let diagnostic = try #require(file.diagnostics.entries.last)
    #expect(diagnostic.problem == example.problem)
    #expect(diagnostic.message.contains(example.words), "\(diagnostic.message)")
    #expect(file.payments.count == 0)
  }

  @Test(arguments: ["<Stmt><Id>1</Id></Stmt>", "", "<GrpHdr/>"])
  func aMessageWithoutEntriesIsFine(content: String) {
    let file = Fixture.read("<Document><BkToCstmrStmt>\(content)</BkToCstmrStmt></Document>")
    #expect(file.format == .camt053)
    #expect(file.variant == "no namespace")
    #expect(file.diagnostics.entries == [])
    #expect(file.entryCount == 0)
  }

  @Test func aTextOfMoreThanTenMegabytesIsRefused() {
    let text = String(repeating: "x", count: 10_000_001)
    let file = Fixture.read(
      Fixture.statement(Fixture.entry("1.00", "<AddtlNtryInf>\(text)</AddtlNtryInf>")))
    #expect(file.diagnostics.errorCount == 1)
    #expect(file.payments.count == 0)
  }

  @Test(arguments: ["<!-- ", "<a b=\"", "<", "<?pi "])
  func aPieceThatDoesNotEndIsRefusedBeforeItFillsTheMemory(beginning: String) throws {
    let text = "<Document><BkToCstmrStmt>" + beginning + String(repeating: "x", count: 40 << 20)
    let file = Fixture.read(text)
    let error = try #require(file.diagnostics.entries.last)
    #expect(error.severity == .error)
    #expect(error.byteOffset < 20 << 20 || error.message.contains("not well-formed"), "\(error)")
  }

  @Test func noFileIsReadAndNoAddressAskedFor() throws {
    let secret = "canary-\(UInt64.random(in: 0 ... .max))"
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(secret).path
    try Data(secret.utf8).write(to: URL(fileURLWithPath: path))
    defer { _ = try? FileManager.default.removeItem(atPath: path) }
    for beginning in [
      "<!DOCTYPE d [<!ENTITY e SYSTEM \"file://\(path)\">]>",
      "<!DOCTYPE d [<!ENTITY % e SYSTEM \"file://\(path)\"> %e;]>", "<!DOCTYPE d SYSTEM \"file://\(path)\">",
      "<?xml-stylesheet href=\"file://\(path)\"?>", "",
    ] {
      let include = "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file://\(path)\" parse=\"text\"/>"
      let file = Fixture.read(
        beginning + "<Document><BkToCstmrStmt><Stmt><Id>\(beginning.hasPrefix("<!D") ? "&e;" : include)</Id>"
          + Fixture.entry("1.00", "<AddtlNtryInf>\(include)</AddtlNtryInf>") + "</Stmt></BkToCstmrStmt></Document>")
      #expect(!String(decoding: file.payments.arena.bytes, as: UTF8.self).contains(secret))
      #expect(beginning.hasPrefix("<!D") == file.diagnostics.entries.contains { $0.message.contains("DOCTYPE") })
    }
  }

  @Test func charactersWrittenAsReferencesAndSectionsAreText() {
    let file = Fixture.read(
      Fixture.statement(
        Fixture.entry(
          "1.00", "<AddtlNtryInf>A &lt;&#66;&#x43;&gt; <![CDATA[<D> & E]]><!-- no --> F&amp;G</AddtlNtryInf>")))
    #expect(file.texts(\.remittance) == ["A <BC> <D> & E F&G"])
  }

  @Test func countlessDistinctNamesAreOnlySlow() {
    let names = (0..<3_000).map { "<x\($0)/>" }.joined()
    let file = Fixture.read(Fixture.statement(names + Fixture.entry("1.00", names)))
    #expect(file.diagnostics.entries == [])
    #expect(file.signedAmounts == [100])
  }

  @Test func messagesNestedInEntriesAreNoEntries() {
    let inner = "<BkToCstmrStmt><Stmt>" + Fixture.entry("9.00") + "</Stmt></BkToCstmrStmt>"
    let file = Fixture.read(Fixture.statement(Fixture.entry("1.00", inner + Fixture.details(inner))))
    #expect(file.signedAmounts == [100])
    #expect(file.statements.count == 1)
  }

  @Test(arguments: Fixture.names)
  func aFileCutOffAnywhereIsRefused(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let end = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
    for length in 0...end {
      let file = Fixture.read(Array(bytes[..<length]))
      #expect(file.diagnostics.errorCount > 0, "\(length) bytes")
      #expect(file.payments.statement.allSatisfy { $0.index < file.statements.count })
    }
    #expect(Fixture.read(Array(bytes[...end])).diagnostics.errorCount == 0)
  }

  /// Bytes that hurt: none of XML's, an open tag, a reference, no UTF-8, another digit.
  private static let replacements: [UInt8] = [0x00, 0x3C, 0x26, 0xFF, 0x39]

  @Test(arguments: Fixture.names)
  func aChangedByteNeverCrashes(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let end = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
    for place in bytes.indices {
      let one = Self.replacements[place % Self.replacements.count]
      for replacement in Soak.isOn ? Array(stride(from: 0, through: 255, by: 17)) : [one]
      where replacement != bytes[place] {
        var changed = bytes
        changed[place] = replacement
        let file = Fixture.read(changed)
        #expect(file.payments.amount.allSatisfy { $0 >= .zero })
        if replacement == 0x00, place <= end { #expect(file.diagnostics.errorCount > 0, "\(place)") }
      }
    }
  }
}

import Ingest
import Testing
import TestSupport

/// ZIP archives of bank files, sound and hostile.
@Suite struct ZIPArchiveTests {
  @Test func membersAreReadInTheOrderOfTheirNames() throws {
    let archive = StoredZIP.bytes([("b/two.csv", "2"), ("a.xml", "1"), ("b/", ""), ("__MACOSX/a.xml", "x")])
    let isArchive = ZIPArchive.recognises(archive.span)
    #expect(isArchive)
    let members = try ZIPArchive.members(of: archive)
    #expect(members.map(\.name) == ["a.xml", "b/two.csv"])
    #expect(
      try members.map { String(decoding: try ZIPArchive.contents(of: $0, in: archive), as: UTF8.self) } == ["1", "2"])
  }

  @Test(arguments: ["[Content_Types].xml", "xl/workbook.xml"])
  func aWorkbookIsNoArchiveOfBankFiles(name: String) {
    let workbook = StoredZIP.bytes([(name, "x")])
    let isArchive = ZIPArchive.recognises(workbook.span)
    #expect(!isArchive)
  }

  @Test func namesAreShownAndNeverUsedAsPaths() throws {
    let archive = StoredZIP.bytes([("../../etc/passwd", "1"), ("/abs", "2"), ("c\u{1B}[2J", "3")])
    let names = try ZIPArchive.members(of: archive).map(\.name)
    #expect(names.prefix(2) == ["../../etc/passwd", "/abs"])
    #expect(!names.joined().contains("\u{1B}"))
  }

  @Test(arguments: [
    ("encrypted", "is encrypted"), ("bomb", "unpacks to more than any bank file"),
    ("huge", "unpacks to more than 2 GiB"),
    ("empty", "holds no file"), ("countless", "has 10001 members"),
  ])
  func whatNoBankSendsIsRefused(kind: String, words: String) {
    let archive: [UInt8] =
      switch kind {
      case "encrypted": StoredZIP.bytes([("a", "1")], flags: 1)
      case "bomb": StoredZIP.bytes([("a", "1")], method: 8, statedSize: 1 << 30)
      case "huge": StoredZIP.bytes([("a", "1")], method: 8, statedSize: 0xFFFF_0000)
      case "empty": StoredZIP.bytes([("folder/", "")])
      default: StoredZIP.bytes((0...10_000).map { ("f\($0)", "") })
      }
    let problem = #expect(throws: ArchiveProblem.self) { try ZIPArchive.members(of: archive) }
    #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
  }

  @Test func aWrongCheckSumIsRefused() throws {
    let archive = StoredZIP.bytes([("a", "payments")], checkSum: 7)
    let member = try #require(try ZIPArchive.members(of: archive).first)
    #expect(throws: ArchiveProblem.self) { try ZIPArchive.contents(of: member, in: archive) }
  }

  @Test func anArchiveCutOrChangedAnywhereIsSurvived() throws {
    let archive = StoredZIP.bytes([("a.xml", "<Document/>"), ("b.csv", "booking_date,amount\n")])
    func readAll(_ bytes: [UInt8]) {
      guard ZIPArchive.recognises(bytes.span), let members = try? ZIPArchive.members(of: bytes) else { return }
      for member in members { _ = try? ZIPArchive.contents(of: member, in: bytes) }
    }
    for end in 0..<archive.count { readAll(Array(archive[..<end])) }
    for index in archive.indices {
      for value in Soak.isOn ? Array(0...255) : [0, 1, 0x7F, 0xFF] {
        var changed = archive
        changed[index] = UInt8(value)
        readAll(changed)
      }
    }
  }
}

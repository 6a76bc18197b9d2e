import Foundation
import Testing

/// `apply --book` as a scheduler calls it.
@Suite struct NightlyCommandTests {
  @Test func anInboxIsEmptiedOnceItsFilesAreTaken() throws {
    let place = try Place()
    try place.bank("a.csv", "100.00", "INV-1001")
    try place.write(
      "in/bad.csv", "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference\nx\n")
    try place.write("in/coming.csv.part", "half")
    let first = try place.night("--inbox", "in", "--out", "run-1")
    #expect(first.status == 1)
    #expect(try place.names("in") == ["coming.csv.part", "done", "refused"])
    let run = try place.names("in/done")
    #expect(run.count == 1)
    #expect(try place.names("in/done/" + run[0]) == ["a.csv"])
    #expect(try place.names("in/refused/" + run[0]) == ["bad.csv"])
    // Nothing new: nothing to do, and that is no failure.
    let second = try place.night("--inbox", "in", "--out", "run-2")
    #expect(second.status == 0 && second.output == "The inbox is empty; nothing was done.\n")
    // Only what is refused: it is put aside, and the exit code says that nothing was published.
    try place.write("in/worse.csv", "nonsense")
    let third = try place.night("--inbox", "in", "--out", "run-3")
    #expect(third.status == 65)
    #expect(try place.names("in/refused/unpublished") == ["worse.csv"])
  }

  @Test func aLogIsALineOfJSONForEachEventAndQuotesNobody() throws {
    let place = try Place()
    try place.bank("a.csv", "12.34", "private text")
    let run = try place.night("--log", "json", "--out", "run-1", "in/a.csv")
    #expect(run.status == 0 && run.output.isEmpty)
    let lines = run.errors.split(separator: "\n")
    var events: [String] = []
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      events.append(object?["event"] as? String ?? "")
      #expect(object?["time"] as? String != nil)
    }
    #expect(events.last == "finished" && events.contains("stage"))
    #expect(!run.errors.contains("Confidential") && !run.errors.contains("private"))
    // A refused file is named, and nothing of what stands in it.
    try place.write("in/bad.csv", "secret;words\n1;2\n")
    let refused = try place.night("--log", "json", "--out", "run-2", "in/bad.csv")
    #expect(refused.status == 65)
    #expect(refused.errors.contains("\"event\":\"failed\"") && refused.errors.contains("bad.csv"))
    #expect(!refused.errors.contains("secret"))
  }

  @Test func aDryRunWritesNothing() throws {
    let place = try Place()
    try place.bank("a.csv", "100.00", "INV-1001")
    let before = try place.names("")
    let first = try place.night("--dry-run", "in/a.csv")
    #expect(first.status == 0 && first.output.contains("A dry run: nothing was written."))
    #expect(try place.names("") == before)
    #expect(try place.night("--out", "run-1", "in/a.csv").status == 0)
    let second = try place.night("--dry-run", "in/a.csv")
    #expect(second.output.hasPrefix("0 transactions in 1 bank file"))
    #expect(try place.run(["book", "check", "book"]).status == 0)
    #expect(try place.run(["book", "runs", "book"]).output.split(separator: "\n").count == 2)
  }

  @Test func theBookIsLookedAfter() throws {
    let place = try Place()
    try place.bank("a.csv", "100.00", "INV-1001")
    try #require(try place.night("--out", "run-1", "in/a.csv").status == 0)
    #expect(try place.run(["book", "export", "book", "1", "--out", "again"]).status == 0)
    #expect(try place.names("again") == place.names("run-1"))
    for name in try place.names("run-1") {
      let (one, two) = (place.path + "/run-1/" + name, place.path + "/again/" + name)
      #expect(FileManager.default.contentsEqual(atPath: one, andPath: two), "\(name)")
    }
    #expect(try place.run(["book", "export", "book", "9", "--out", "none"]).status == 64)
    #expect(try place.run(["book", "export", "book", "1", "--out", "again"]).status == 73)
    #expect(try place.run(["book", "backup", "book", "copy"]).status == 0)
    #expect(try place.run(["book", "check", "copy"]).output == "copy holds.\n")
    #expect(
      try place.run(["book", "forget", "book", "--before", "2026-03-02"]).output
        == "The files of 0 runs were forgotten.\n")
    #expect(
      try place.run(["book", "forget", "copy", "--before", "2026-03-03"]).output
        == "The files of 1 run were forgotten.\n")
    #expect(try place.run(["book", "export", "copy", "1", "--out", "gone"]).status == 64)
    #expect(try place.run(["book", "check", "copy"]).output == "copy holds.\n")
    #expect(try place.run(["book", "check", "open-items.csv"]).status == 65)
    #expect(try place.run(["book", "check", "nothing"]).status == 74)
    let taken = try place.run(["book", "acknowledge", "book", "run-1/postings.csv"])
    #expect(taken.status == 0 && taken.output == "1 allocation of 1 entry noted as imported.\n")
    try place.write("list.csv", "entry_id\nJ00000000000000000000000001\n")
    #expect(try place.run(["book", "acknowledge", "book", "list.csv"]).status == 1)
    try place.write("list.csv", "entry_id\nwhat\n")
    #expect(try place.run(["book", "acknowledge", "book", "list.csv"]).status == 64)
  }

  @Test(arguments: [
    ["--inbox", "in", "--out", "x"], ["in/a.csv"], ["--book", "book", "--out", "x"],
    ["--log", "xml", "--out", "x", "in/a.csv"],
  ])
  func whatDoesNotGoTogetherIsSaid(arguments: [String]) throws {
    let place = try Place()
    try place.bank("a.csv", "100.00", "INV-1001")
    #expect(try place.run(["apply", "--open-items", "open-items.csv"] + arguments).status == 64)
    #expect(try place.names("") == ["in", "open-items.csv"])
  }
}

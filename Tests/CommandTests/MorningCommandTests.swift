import Foundation
import Testing

/// What an analyst does in the morning: `reprocess`, `explain --book`, `learned`, `cases`, `book verify`.
@Suite struct MorningCommandTests {
  /// A place after a night with a short payment (A) and one of nobody knows whom (B).
  private func afterNight() throws -> Place {
    let place = try Place()
    try place.bank("a.csv", "30.00", "INV-1001")
    try place.bank("b.csv", "55.00", "hello")
    let night = try place.night("--out", "night", "in/a.csv", "in/b.csv")
    try #require(night.status == 0, "\(night.errors)")
    return place
  }

  private func text(_ place: Place, _ name: String) throws -> String {
    try String(contentsOfFile: place.path + "/" + name, encoding: .utf8)
  }

  /// The exceptions with decisions, by what stands in their line.
  private func decide(_ place: Place, _ decisions: [String: String], by person: String = "anna") throws {
    var lines = try text(place, "night/exceptions.csv").split(separator: "\n").map(String.init)
    for place in lines.indices.dropFirst() {
      for (mark, decision) in decisions where lines[place].contains(mark) {
        // The columns decision, note and decided_by are empty, behind the empty ones of the suggestions.
        guard let range = lines[place].range(of: ",,,,55.00,") ?? lines[place].range(of: ",,,,30.00,") else { continue }
        let amount = lines[place][range].dropFirst(4)
        lines[place].replaceSubrange(
          range, with: ",\(decision),\"so, \"\"she\"\" says\",\(person),\(amount.dropLast()),")
      }
    }
    try place.write("decided.csv", lines.joined(separator: "\n") + "\n")
  }

  private func reprocess(_ place: Place, out: String) throws -> (status: Int32, output: String, errors: String) {
    try place.run(["reprocess", "decided.csv", "--book", "book", "--out", out, "--quiet"])
  }

  @Test func decisionsAreTakenAndSaidWhatBecameOfThem() throws {
    let place = try afterNight()
    try decide(place, [",a.csv,": "accept 1", ",b.csv,": "on-account C1"])
    let tried = try place.run(["reprocess", "decided.csv", "--book", "book", "--dry-run", "--quiet"])
    #expect(tried.status == 0)
    let morning = try reprocess(place, out: "morning")
    #expect(morning.status == 0, "\(morning.errors)")
    #expect(
      morning.output.contains(
        "2 decisions taken, 0 refused, as of 2026-03-02\n\nRun 2 of the book.\nOf 2 payments that waited, 2 were placed; 0 wait on."
      ))
    let decided = try text(place, "morning/decisions.csv")
    #expect(decided.hasPrefix("line,payment_id,decision,status,reason,decided_by,approved_by,note\n2,P"))
    #expect(decided.components(separatedBy: ",taken,,anna,,\"so, \"\"she\"\" says\"\n").count == 3)
    #expect(try text(place, "morning/exceptions.csv").split(separator: "\n").count == 1)
    // The same again is the same run, found again; elsewhere there is nothing left to decide.
    #expect(try reprocess(place, out: "morning").status == 0)
    let again = try reprocess(place, out: "again")
    #expect(again.status == 65)
    #expect(try !place.names("").contains("again"))
    #expect(again.errors.contains("decided.csv:2: error: P"))
  }

  @Test func aRowThatDoesNotHoldIsSaidAndTheOthersGoThrough() throws {
    let place = try afterNight()
    try decide(place, [",a.csv,": "accept 3", ",b.csv,": "refund"])
    let morning = try reprocess(place, out: "morning")
    #expect(morning.status == 1)
    #expect(morning.errors.contains("decided.csv:") && morning.errors.contains("there is no suggestion 3"))
    try place.write("decided.csv", "payment_id\nx\n")
    #expect(try reprocess(place, out: "other").status == 65)
    #expect(try place.run(["reprocess", "nowhere.csv", "--book", "book", "--out", "o"]).status == 74)
    #expect(try place.run(["reprocess", "decided.csv", "--book", "no-book", "--out", "o"]).status == 74)
    #expect(try place.run(["reprocess", "decided.csv", "--book", "book"]).status == 64)
  }

  @Test func theTrailAndTheBookTellWhatHappened() throws {
    let place = try afterNight()
    try decide(place, [",a.csv,": "dispute PRICE", ",b.csv,": "on-account C1"])
    try #require(try reprocess(place, out: "morning").status == 0)
    let verified = try place.run(["book", "verify", "book"])
    #expect(verified.status == 0)
    #expect(verified.output.contains("4 links hold; the last hash is "))
    let head = verified.output.split(separator: " ").last?.dropLast(2) ?? ""
    #expect(try place.run(["book", "verify", "book", "--head", String(head)]).status == 0)
    #expect(try place.run(["book", "verify", "book", "--head", "00"]).status == 65)
    let id = try #require(
      try text(place, "morning/decisions.csv").split(separator: "\n").last?.split(separator: ",")[1])
    let told = try place.run(["explain", "--book", "book", String(id)])
    #expect(told.status == 0)
    #expect(told.output.contains("anna decided '") && told.output.contains("matcher: analyst"))
    #expect(try place.run(["explain", "--book", "book", "P00000000000000000000000000"]).status == 64)
    #expect(try place.run(["explain", "--book", "book", "--run", "night", String(id)]).status == 64)
    #expect(try place.run(["explain", "--book", "book", "x"]).status == 64)
    let ofDecisions = try place.run(["explain", "--run", "morning", String(id)])
    #expect(ofDecisions.status == 64 && ofDecisions.errors.contains("explain --book"))
  }

  @Test func whatWasLearnedIsListedApprovedAndForgotten() throws {
    let place = try afterNight()
    try decide(place, [",b.csv,": "on-account C1"])
    try #require(try reprocess(place, out: "morning").status == 0)
    let list = try place.run(["learned", "book"])
    #expect(list.status == 0)
    #expect(list.output.contains("CONFIDENTIAL PERSON") && list.output.contains("proposed"))
    #expect(try place.run(["learned", "approve", "book", "1", "--by", "bert"]).output == "1 entry approved.\n")
    #expect(try place.run(["learned", "list", "book"]).output.contains("used, approved"))
    #expect(try place.run(["learned", "forget", "book", "1", "--by", "bert"]).output == "1 entry forgotten.\n")
    #expect(try place.run(["learned", "list", "book"]).output.contains("forgotten"))
    #expect(try place.run(["learned", "approve", "book", "7", "--by", "bert"]).status == 64)
    #expect(try place.run(["learned", "approve", "book", "1"]).status == 64)
    #expect(try place.run(["learned", "approve", "book", "1", "--by", " "]).status == 64)
    #expect(try place.run(["learned", "no-book"]).status == 74)
    #expect(try place.run(["book", "verify", "book"]).status == 0)
  }

  @Test func casesAreListedAndKept() throws {
    let place = try afterNight()
    try decide(place, [",a.csv,": "dispute QUANTITY"])
    try #require(try reprocess(place, out: "morning").status == 0)
    let list = try place.run(["cases", "book"])
    #expect(list.status == 0)
    #expect(list.output.contains("INV-1001") && list.output.hasSuffix("1 case.\n"))
    let id = try #require(
      list.output.split(separator: "\n").first { $0.contains("INV-1001") }?.split(separator: " ").first)
    let set = ["cases", "set", "book", String(id), "--by", "anna"]
    #expect(
      try place.run(set + ["--owner", "bert", "--reason", "price", "--note", "asked"]).output == "1 case changed.\n")
    let owned = try place.run(["cases", "list", "book", "--owner", "bert"])
    #expect(owned.output.contains("PRICE") && owned.output.contains("asked"))
    #expect(try place.run(["cases", "list", "book", "--customer", "C9"]).output.hasSuffix("0 cases.\n"))
    #expect(try place.run(set + ["--status", "resolved"]).status == 0)
    #expect(try place.run(["cases", "book"]).output.hasSuffix("0 cases.\n"))
    #expect(try place.run(["cases", "list", "book", "--all"]).output.contains("resolved: by anna"))
    #expect(try place.run(set).status == 64)
    #expect(try place.run(set + ["--status", "gone"]).status == 64)
    #expect(try place.run(["cases", "set", "book", "D0", "--by", "anna", "--owner", "x"]).status == 64)
  }
}

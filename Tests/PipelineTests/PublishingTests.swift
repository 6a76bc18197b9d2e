import Foundation
import Pipeline
import Testing

/// The run's folder: whole or not at all, and never over somebody else's.
@Suite struct PublishingTests {
  private static let header =
    "booking_date,value_date,amount,currency,payer_name,payer_account,remittance,bank_reference\n"

  private func folder() throws -> Folder {
    let folder = try Folder()
    try folder.write("open-items.csv", "invoice_id,customer_id,amount,currency\n100101,C1,600.00,EUR\n")
    try folder.write("bank/a.csv", Self.header + "2026-01-05,2026-01-05,600.00,EUR,Nordlicht,DE11,100101,B1\n")
    return folder
  }

  private func failure(_ body: () async throws -> Void) async -> RunFailure? {
    do { try await body() } catch { return error as? RunFailure }
    return nil
  }

  @Test func theFolderHoldsTheFilesOfTheContract() async throws {
    let folder = try folder()
    let result = try await folder.run(out: "deep/er/run")
    #expect(result.status == .published)
    #expect(
      try folder.names("deep/er/run") == [
        "allocations.csv", "deductions.csv", "exceptions.csv", "postings.csv", "report.html", "summary.json",
        "transactions.csv",
      ])
    #expect(try folder.names("deep/er") == ["run"])
  }

  @Test func theSameRunAgainLeavesTheFolderAsItIs() async throws {
    let folder = try folder()
    try await folder.run(out: "run")
    let before = try folder.text("run/summary.json")
    let again = try await folder.run(out: "run")
    #expect(again.status == .alreadyThere)
    #expect(try folder.text("run/summary.json") == before)
  }

  @Test func anotherRunsFolderIsNotTouched() async throws {
    let folder = try folder()
    try await folder.run(out: "run")
    try folder.write("open-items.csv", "invoice_id,customer_id,amount,currency\n100101,C1,601.00,EUR\n")
    let failure = await failure { try await folder.run(out: "run") }
    #expect(failure?.exitCode == 73)
    #expect(try folder.text("run/allocations.csv").contains("100101,600.00"))
  }

  @Test func anEmptyFolderIsFilledAndAFileIsInTheWay() async throws {
    let folder = try folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/run", withIntermediateDirectories: true)
    #expect(try await folder.run(out: "run").status == .published)
    try folder.write("plain", "x")
    #expect(await failure { try await folder.run(out: "plain") }?.exitCode == 73)
    #expect(try folder.text("plain") == "x")
  }

  @Test func whatAKilledRunLeftIsRemoved() async throws {
    let folder = try folder()
    // No process has this number: Linux gives none above 2²².
    try folder.write(".run.partial-99999999/allocations.csv", "half a li")
    try await folder.run(out: "run")
    #expect(try folder.names().filter { $0.contains("partial") } == [])
  }

  @Test func aFolderThatCannotBeWrittenIsAnInputOutputFailure() async throws {
    let folder = try folder()
    try folder.write("file", "")
    #expect(await failure { try await folder.run(out: "file/run") }?.exitCode == 74)
  }

  @Test func aRefusedBankFileLeavesTheOthers() async throws {
    let folder = try folder()
    try folder.write("bank/b.csv", Self.header + "2026-01-05,2026-01-05,12x,EUR,Nordlicht,DE11,100101,B2\n")
    let result = try await folder.run(out: "run")
    #expect(result.hasRefusals)
    #expect(rows(try folder.text("run/transactions.csv")).count == 1)
    let message = result.inputs.flatMap(\.messages).first { $0.contains("b.csv:2: error") }
    #expect(message?.contains("12x") == true)
  }

  @Test func whereEveryBankFileIsRefusedNothingIsPublished() async throws {
    let folder = try folder()
    try folder.write("bank/a.csv", "nothing of the kind")
    #expect(await failure { try await folder.run(out: "run") }?.exitCode == 65)
    #expect(try folder.names().contains("run") == false)
  }

  @Test(arguments: [
    "invoice_id,customer_id,amount,currency\n1,C1,1.00,EUR\n1,C1,2.00,EUR\n",
    "invoice_id,customer_id,amount,currency\n1,C1,1.00,XYZ\n",
    "invoice_id,customer_id,amount,currency,due_date\n1,C1,1.00,EUR,2026-02-30\n",
    "invoice_id,customer_id,amount,currency\n1,C1,99999999999999999999.00,EUR\n",
    "invoice_id,amount,currency\n1,1.00,EUR\n",
  ])
  func badOpenItemsEndTheRunWithFileAndLine(text: String) async throws {
    let folder = try folder()
    try folder.write("open-items.csv", text)
    let failure = await failure { try await folder.run(out: "run") }
    #expect(failure?.exitCode == 65)
    guard case .inputsRefused(let reports)? = failure else { return }
    #expect(reports.flatMap(\.messages).contains { $0.contains("open-items.csv:") && $0.contains("error") })
  }

  @Test func theSameContentTwiceIsTakenOnce() async throws {
    let folder = try folder()
    try folder.write("bank/b.csv", try folder.text("bank/a.csv"))
    let result = try await folder.run(out: "run")
    #expect(result.hasRefusals)
    #expect(rows(try folder.text("run/transactions.csv")).count == 1)
  }

  @Test func aStatementDeliveredAgainIsTakenOnce() async throws {
    let folder = try folder()
    let statement = """
      01,BANK,US,260105,0600,1,80,,2/
      02,US,BANK,1,260105,,EUR,2/
      03,4711,EUR,,,,/
      16,195,60000,0,B7,,100101
      49,60000,3/
      98,60000,1,5/
      99,60000,1,7/

      """
    try folder.write("bank/us.bai", statement)
    try folder.write("bank/us-again.bai", statement + "\n")
    let result = try await folder.run(out: "run")
    #expect(result.inputs.filter(\.isRefused).count == 1)
    #expect(rows(try folder.text("run/transactions.csv")).count == 2)
  }

  @Test func whichOfTwoFilesIsRefusedDoesNotDependOnTheirOrder() async throws {
    let folder = try folder()
    func file(_ second: String, _ amount: Int) -> String {
      """
      01,BANK,US,260105,0600,1,80,,2/
      02,US,BANK,1,260105,,EUR,2/
      03,4711,EUR,,,,/
      16,195,60000,0,B7,,100101
      49,60000,3/
      03,\(second),EUR,,,,/
      16,195,\(amount),0,B8,,other
      49,\(amount),3/
      98,\(60_000 + amount),2,8/
      99,\(60_000 + amount),1,10/

      """
    }
    try folder.write("bank/b.bai", file("4712", 100))
    try folder.write("bank/c.bai", file("4713", 200))
    let forward = try await folder.run(out: "forward")
    var configuration = try folder.configuration(out: "backward")
    configuration.bankFiles.reverse()
    let backward = try await ApplyRun.run(configuration) { _ in }
    let refused = { (result: RunResult) in result.inputs.filter(\.isRefused).map(\.path) }
    #expect(refused(forward).count == 1)
    #expect(refused(forward) == refused(backward))
    #expect(try folder.text("forward/postings.csv") == folder.text("backward/postings.csv"))
  }

  @Test func amountsThatTogetherLeaveTheRangeRefuseAFileAndNotTheRun() async throws {
    let folder = try folder()
    for number in 0..<4 {
      let row = "2026-01-05,2026-01-05,20000000000000000.00,EUR,Nordlicht,DE11,text,H\(number)\n"
      try folder.write("bank/h\(number).csv", Self.header + row)
    }
    let result = try await folder.run(out: "run")
    #expect(result.inputs.filter(\.isRefused).count == 2)
  }

  @Test(arguments: ["run/.", "run/..", "run/../.."])
  func aNameThatIsNoNewFolderIsRefused(out: String) async throws {
    let folder = try folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/run", withIntermediateDirectories: true)
    #expect(await failure { try await folder.run(out: out) }?.exitCode == 73)
  }

  @Test func aNamedPipeHoldsNobodyUp() async throws {
    let folder = try folder()
    #expect(unsafe mkfifo(folder.path + "/bank/pipe", 0o600) == 0)
    #expect(await failure { try await folder.run(out: "run") }?.exitCode == 74)
  }

  @Test func aMissingFileIsAnInputOutputFailure() async throws {
    let folder = try folder()
    var configuration = try folder.configuration(out: "run")
    configuration.bankFiles.append(folder.path + "/bank/none.csv")
    let asked = configuration
    #expect(await failure { _ = try await ApplyRun.run(asked) { _ in } }?.exitCode == 74)
  }

  @Test(
    arguments: [
      ("/nowhere/tieout.yaml", nil, 74), ("tieout.yaml", "polices: {}\n", 64), ("tieout.yaml", "accounts: [", 64),
    ] as [(String, String?, Int32)])
  func aConfigurationThatCannotBeTakenEndsTheRun(name: String, text: String?, expected: Int32) async throws {
    let folder = try folder()
    if let text { try folder.write(name, text) }
    var configuration = try folder.configuration(out: "run")
    configuration.configurationFile = name.hasPrefix("/") ? name : folder.path + "/" + name
    let asked = configuration
    #expect(await failure { _ = try await ApplyRun.run(asked) { _ in } }?.exitCode == expected)
  }

  @Test func aControlTotalThatDiffersRefusesTheFileUnlessItIsAccepted() async throws {
    let folder = try folder()
    // The account's total is one cent short.
    try folder.write(
      "bank/us.bai",
      """
      01,BANK,US,260105,0600,1,80,,2/
      02,US,BANK,1,260105,,EUR,2/
      03,4711,EUR,,,,/
      16,195,60000,0,B7,,100101
      49,59999,3/
      98,59999,1,5/
      99,59999,1,7/

      """)
    #expect(try await folder.run(out: "run").hasRefusals)
    var configuration = try folder.configuration(out: "accepted")
    configuration.acceptedMismatches = [folder.path + "/bank/us.bai"]
    let accepted = try await ApplyRun.run(configuration) { _ in }
    #expect(!accepted.hasRefusals)
    #expect(rows(try folder.text("accepted/transactions.csv")).count == 2)
  }
}

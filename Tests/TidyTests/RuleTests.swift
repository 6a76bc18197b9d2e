import Testing

/// Every rule catches what it is for, and leaves alone what only looks like it.
@Suite struct RuleTests {
  private static let lines71 = "func f() {\n" + String(repeating: "  g()\n", count: 69) + "}\n"
  private static let lines70 = "func f() {\n" + String(repeating: "  g()\n", count: 68) + "}\n"

  @Test(arguments: [
    (Rule.fileLength, "Sources/Report/A.swift", String(repeating: "let a = 1\n", count: 401)),
    (.functionLength, "Sources/Report/A.swift", lines71),
    (.functionLength, "Tests/ATests/A.swift", "struct S {\n" + lines71.replacing("func f", with: "init") + "}\n"),
    (.concurrency, "Sources/Matching/A.swift", "func f() async {}"),
    (.concurrency, "Sources/Posting/A.swift", "let task = Task { }"),
    (.concurrency, "Sources/Ingest/A.swift", "private let lock = Mutex(0)"),
    (.concurrency, "Sources/Report/A.swift", "withTaskGroup(of: Int.self) { group in }"),
    (.concurrency, "Sources/Posting/A.swift", "private let rows = Atomic<Int>(0)"),
    (.concurrency, "Sources/tieout/A.swift", "Task { await run() }"),
    (.floatingPoint, "Sources/Matching/A.swift", "let rate: Double = 0"),
    (.floatingPoint, "Sources/Posting/A.swift", "let rate = [Float](repeating: 0, count: 1)"),
    (.foundation, "Sources/CashModel/A.swift", "import Foundation"),
    (.foundation, "Sources/Ingest/A.swift", "package import struct Foundation.Data"),
    (.libraries, "Sources/Pipeline/A.swift", "import CLibXML2"),
    (.libraries, "Sources/Report/A.swift", "import GRDB"),
    (.libraries, "Sources/Store/A.swift", "import struct Yams.Node"),
    (.order, "Sources/Matching/A.swift", "import Posting"),
    (.order, "Sources/CashModel/A.swift", "package import Ingest"),
    (.order, "Sources/Report/A.swift", "import Pipeline"),
    (.order, "Sources/Attic/A.swift", "let a = 1"),
    (.traps, "Sources/Ingest/A.swift", "fatalError(\"no\")"),
    (.forcing, "Sources/Ingest/A.swift", "let a = b!"),
    (.forcing, "Sources/Ingest/A.swift", "let a = list.first!.count"),
    (.forcing, "Sources/Ingest/A.swift", "let a = try! f()"),
    (.forcing, "Tests/ATests/A.swift", "let a = b as! Int"),
    (.forcing, "Tests/ATests/A.swift", "let a = f()![0]"),
    (.forcing, "Benchmarks/B/A.swift", "let text = \"\\(b!)\""),
    (.marks, "Tests/ATests/A.swift", "// TO" + "DO: later"),
    (.marks, "Sources/Ingest/A.swift", "/* FIX" + "ME */"),
    (.machinePaths, "README.md", "Put it into /ho" + "me/anna/bank."),
    (.machinePaths, "Sources/tieout/A.swift", "let path = \"/wo" + "rk/main\""),
  ])
  func aBreachIsCaught(rule: Rule, path: String, text: String) {
    #expect(rule.breaches(SourceFile(path: path, text: text)).count == 1)
  }

  @Test(arguments: [
    (Rule.fileLength, "Sources/Report/A.swift", String(repeating: "let a = 1\n", count: 400)),
    (.functionLength, "Sources/Report/A.swift", lines70),
    (
      .functionLength, "Sources/Report/A.swift",
      "protocol P {\n  func f()\n  func g()\n}\nstruct S {\n" + lines70 + "}\n"
    ),
    (.functionLength, "Sources/Report/A.swift", "func f() {\n  let brace = \"{\" // {\n}\n" + lines70),
    (.concurrency, "Sources/Pipeline/A.swift", "func f() async { await withTaskGroup(of: Int.self) { _ in } }"),
    (.concurrency, "Sources/tieout/A.swift", "func run() async throws { try await ApplyRun.run() }"),
    (.concurrency, "Sources/tieout/A.swift", "private let drawn = Atomic<Int>(-1)"),
    (.concurrency, "Sources/Report/A.swift", "/// A Task is done async.\nlet text = \"Task\""),
    (.concurrency, "Sources/Report/A.swift", "let subTask = 1; let asynchronous = 2"),
    (.floatingPoint, "Sources/Report/A.swift", "let share = Double(a)"),
    (.floatingPoint, "Sources/Posting/A.swift", "// Double the amount\nlet DoubleEntry = 1"),
    (.foundation, "Sources/Pipeline/A.swift", "import Foundation"),
    (.foundation, "Sources/Ingest/A.swift", "// import Foundation"),
    (.libraries, "Sources/Ingest/A.swift", "import CLibXML2"),
    (.libraries, "Sources/Store/A.swift", "import GRDB"),
    (.order, "Sources/Pipeline/A.swift", "import CashModel\nimport Ingest\nimport Matching\nimport Foundation"),
    (.traps, "Sources/Ingest/A.swift", "preconditionFailure(\"why\")"),
    (.forcing, "Sources/Ingest/A.swift", "if !a, a != b, a!=b, !f(!c) { }"),
    (.forcing, "Sources/Ingest/A.swift", "let text = \"stop!\" // now!\nlet raw = #\"\"a!\"\"#"),
    (.forcing, "Sources/Ingest/A.swift", "let text = \"\"\"\n  one!\n  \"two\"!\n  \"\"\"\nlet b = 1"),
    (.marks, "Sources/Ingest/A.swift", "let toDo = 1"),
    (.machinePaths, "README.md", "a framework/workshop at ./out/demo"),
  ])
  func whatKeepsTheRuleIsLeftAlone(rule: Rule, path: String, text: String) {
    #expect(rule.breaches(SourceFile(path: path, text: text)) == [])
  }

  @Test(arguments: [
    ("a /* b /* c */ d */ e", "a                   e"),
    (#"f("x\"y", z)"#, #"f("    ", z)"#),
    (#"f("x\(g("y"))z")"#, #"f("  (g(" ")) ")"#),
    ("a // b\nc", "a     \nc"),
    ("#\"x\"y\"# z", "#\"   \"# z"),
  ])
  func onlyCodeIsLeft(text: String, expected: String) {
    #expect(String(decoding: SwiftText(text).code, as: UTF8.self) == expected)
  }
}

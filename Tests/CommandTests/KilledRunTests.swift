import BatchGenerator
import CashModel
import Foundation
import Pipeline
import Store
import TestSupport
import Testing

/// A run on a book that is killed, or whose disk is full, at any instant: the next one gives the bytes it would have given.
@Suite(.serialized) struct KilledRunTests {
  /// One company's second night, and what it gives when nothing disturbs it.
  private final class SecondNight {
    let path: String
    private(set) var expected: [String: String] = [:]
    private(set) var seconds = 0.0

    private var isOfDecisions = false

    /// - Parameter isOfDecisions: the second run takes the analysts' decisions on the first one's exceptions.
    init(seed: UInt64, isOfDecisions: Bool = false) throws {
      self.isOfDecisions = isOfDecisions
      path = FileManager.default.temporaryDirectory.path + "/tieout-kill-" + UUID().uuidString
      var options = BatchOptions()
      options.seed = seed
      options.payments = 300
      options.openItems = 400
      options.bankDays = 2
      options.format = .csv
      options.noise = .heavy
      let summary = try BatchGenerator.write(options, to: path)
      let bank = try String(contentsOfFile: path + "/" + summary.bankFiles[0], encoding: .utf8)
      // The first night has half of the file; the second the whole of it.
      let lines = bank.split(separator: "\n", omittingEmptySubsequences: false)
      let half = lines.indices.filter { $0 > lines.count / 2 && lines[$0].hasPrefix("20") }.first ?? lines.count
      try (lines[..<half].joined(separator: "\n") + "\n").write(
        toFile: path + "/one.csv", atomically: true, encoding: .utf8)
      try bank.write(toFile: path + "/two.csv", atomically: true, encoding: .utf8)
      try #require(try status(arguments("one.csv", out: "run-1")) == 0)
      if isOfDecisions { try decide() }
      try keep()
      let start = Date()
      try #require(try status(secondNight) == 0)
      seconds = Date().timeIntervalSince(start)
      expected = try outputs()
      try #require(expected["allocations.csv"]?.contains("\n") == true)
    }

    deinit { _ = try? FileManager.default.removeItem(atPath: path) }

    func arguments(_ bank: String, out: String) -> [String] {
      [
        program, "apply", "--open-items", path + "/open-items.csv", "--customers", path + "/customers.csv", "--book",
        path + "/book", "--out", path + "/" + out, "--quiet", path + "/" + bank,
      ]
    }

    var secondNight: [String] {
      guard isOfDecisions else { return arguments("two.csv", out: "run-2") }
      return [
        program, "reprocess", path + "/decided.csv", "--book", path + "/book", "--out", path + "/run-2", "--quiet",
      ]
    }

    /// Every second exception is to be paid back.
    private func decide() throws {
      let exceptions = try Book.reading(path + "/book").exceptions().filter { $0.value.open > .zero }
      var lines = ["payment_id,decision,decided_by,fingerprint"]
      for (number, one) in exceptions.sorted(by: { $0.key < $1.key }).enumerated() where number % 2 == 0 {
        let isPlaced = one.value.reason == .returnUnmatched
        lines.append("\(one.key.text),\(isPlaced ? "later" : "refund"),anna,\(one.value.fingerprint)")
      }
      try (lines.joined(separator: "\n") + "\n").write(toFile: path + "/decided.csv", atomically: true, encoding: .utf8)
    }

    private var program: String {
      URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("tieout").path
    }

    @discardableResult
    func status(_ command: [String], killedAfter seconds: Double? = nil) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = command
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      if let seconds {
        Thread.sleep(forTimeInterval: seconds)
        kill(process.processIdentifier, SIGKILL)
      }
      process.waitUntilExit()
      return process.terminationStatus
    }

    /// The book as the first night left it.
    private func keep() throws {
      try FileManager.default.createDirectory(atPath: path + "/kept", withIntermediateDirectories: true)
      for name in try names() where name.hasPrefix("book") {
        try FileManager.default.copyItem(atPath: path + "/" + name, toPath: path + "/kept/" + name)
      }
    }

    func restore() throws {
      for name in try names() where name.hasPrefix("book") || name == "run-2" || name.hasPrefix(".run-2") {
        try FileManager.default.removeItem(atPath: path + "/" + name)
      }
      for name in try FileManager.default.contentsOfDirectory(atPath: path + "/kept") {
        try FileManager.default.copyItem(atPath: path + "/kept/" + name, toPath: path + "/" + name)
      }
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }

    /// All files but the one with clock times.
    private func outputs() throws -> [String: String] {
      var files: [String: String] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: path + "/run-2") where name != "summary.json" {
        files[name] = try String(contentsOfFile: path + "/run-2/" + name, encoding: .utf8)
      }
      return files
    }

    /// The same command again, undisturbed.
    func finish(_ instant: String) throws {
      #expect(try status(secondNight) == 0, "\(instant)")
      #expect(try outputs() == expected, "\(instant)")
      let book = try Book.reading(path + "/book")
      let problems = try book.problems() + book.verifyTrail().problems
      #expect(problems.isEmpty, "\(instant): \(problems)")
      #expect(try book.runs().map(\.isPublished) == [true, true], "\(instant)")
      #expect(try names().allSatisfy { !$0.hasPrefix(".") }, "\(instant): something is left behind")
    }
  }

  @Test func aRunKilledAtAnyInstantIsNotThereOrWhole() throws {
    let night = try SecondNight(seed: 61)
    var random = SeededRandom(seed: 61)
    for round in 0..<(Soak.isOn ? 150 : 6) {
      try night.restore()
      let instant = night.seconds * Double(random.below(1_000)) / 1_000
      try night.status(night.secondNight, killedAfter: instant)
      try night.finish("round \(round), after \(instant) s")
    }
  }

  @Test func aRunOfDecisionsKilledAtAnyInstantIsNotThereOrWhole() throws {
    let night = try SecondNight(seed: 65, isOfDecisions: true)
    var random = SeededRandom(seed: 65)
    for round in 0..<(Soak.isOn ? 50 : 4) {
      try night.restore()
      let instant = night.seconds * Double(random.below(1_000)) / 1_000
      try night.status(night.secondNight, killedAfter: instant)
      try night.finish("round \(round), after \(instant) s")
    }
  }

  /// The calls by which a run changes anything on the disk.
  private static let writing = "write,pwrite64,fsync,fdatasync,rename,unlink,mkdir,ftruncate"

  static let canTrace: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["strace", "-f", "-o", "/dev/null", "true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  private func traced(_ injection: String, _ command: [String]) -> [String] {
    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(KilledRunTests.writing)", "-e", "inject=\(injection)"]
      + command
  }

  /// Killed at each call that writes (a few of them but for the long run); beyond the last, nothing happens.
  @Test(.enabled(if: canTrace, "strace cannot be used here"))
  func aRunKilledAtAnyWriteIsNotThereOrWhole() throws {
    let night = try SecondNight(seed: 62)
    var place = 1
    while true {
      try night.restore()
      let status = try night.status(traced("\(KilledRunTests.writing):signal=KILL:when=\(place)", night.secondNight))
      try night.finish("at write \(place)")
      if status == 0 { break }
      place += Soak.isOn ? 1 : max(1, place / 2)
    }
    #expect(place > 10)
  }

  @Test(.enabled(if: canTrace, "strace cannot be used here"))
  func aFullDiskLeavesNothingHalfDone() throws {
    let night = try SecondNight(seed: 63)
    var place = 1
    while true {
      try night.restore()
      let status = try night.status(traced("write,pwrite64:error=ENOSPC:when=\(place)+", night.secondNight))
      #expect(status == 0 || status == 74, "at write \(place): \(status)")
      try night.finish("at write \(place)")
      if status == 0 { break }
      place += Soak.isOn ? 1 : max(1, place)
    }
    #expect(place > 5)
  }

  static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Book and output on a file system of so many kilobytes, which then gets more.
  @Test(.enabled(if: canMount, "no file system can be mounted here"))
  func aSmallDiskLeavesNothingHalfDone() throws {
    let night = try SecondNight(seed: 64)
    var refused = 0
    var room = 0
    while true {
      try night.restore()
      let results = night.path + "-small-disk"
      let command = night.secondNight.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }
      let script = """
        set -e
        cp -r '\(night.path)' '\(results)'
        used=$(du -sk '\(results)' | cut -f1)
        mount -t tmpfs -o size=$((used + \(room)))k tmpfs '\(night.path)'
        cp -r '\(results)'/. '\(night.path)'
        rm -rf '\(results)'
        first=0; \(command.joined(separator: " ")) || first=$?
        mount -o remount,size=64m '\(night.path)'
        \(command.joined(separator: " "))
        cp -r '\(night.path)' '\(results)'
        exit $first
        """
      let status = try night.status(["unshare", "-Urm", "sh", "-c", script])
      // What the namespace saw is brought to where it is looked at.
      for name in try night.names() where name.hasPrefix("book") {
        try FileManager.default.removeItem(atPath: night.path + "/" + name)
      }
      for name in try FileManager.default.contentsOfDirectory(atPath: results)
      where name.hasPrefix("book") || name == "run-2" {
        try FileManager.default.moveItem(atPath: results + "/" + name, toPath: night.path + "/" + name)
      }
      try FileManager.default.removeItem(atPath: results)
      #expect(status == 0 || status == 74, "with \(room) KB: \(status)")
      try night.finish("with \(room) KB")
      if status == 0 { break }
      refused += 1
      room += Soak.isOn ? 16 : 128
    }
    #expect(refused > 2)
  }
}

import Synchronization

/// A value on its way to the task that takes it: nobody else holds it then, so that what takes it may change it in place.
///
/// A closure holds what it captures for as long as it lives, and a table that is held twice is copied when it is put in order.
final class HandedOver<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: consuming sending Value) { self.value = Mutex(value) }

  /// To be called once.
  func take() -> Value {
    value.withLock { held in
      guard let value = held.take() else { preconditionFailure("a value is handed over once") }
      return value
    }
  }
}

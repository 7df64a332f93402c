package org.covector.functional.core;

/**
 * A primitive that runs functions of the user: what they make may be kept by the user, so it lives as long as the scope around,
 * while what the library's own primitives make on the way ends with each call.
 */
public interface UsersCode {}

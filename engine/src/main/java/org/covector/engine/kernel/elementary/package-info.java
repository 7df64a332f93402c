/**
 * Functions of single elements that other kernels compute inline (exp, log), and loops that apply one to each element: conversion between
 * dtypes, operations on longs. What is a formula of {@code expr} does not belong here; a new function goes here if kernels of several
 * packages need it inside their loops.
 */
@NullMarked
package org.covector.engine.kernel.elementary;

import org.jspecify.annotations.NullMarked;

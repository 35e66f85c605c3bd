/**
 * What would fail on this host, before it does.
 *
 * <p><b>Purpose.</b> {@code infermark doctor} runs a list of small examinations ({@link io.infermark.doctor.HostCheck}), each with one finding: ok, warn, fail or not
 * applicable, the evidence that it saw, and what to change. Given benchmarks, the same examinations are held against what those need ({@link io.infermark.doctor.Needs}:
 * containers, images, GPUs, programs, secrets, streams): what a stranger's host may lack without harm then fails.
 *
 * <p><b>Data flow.</b> {@link io.infermark.platform.HostView} and {@link io.infermark.server.container.ContainerSurvey} → checks → {@link io.infermark.doctor.CheckResult}s →
 * {@link io.infermark.doctor.DoctorReport} as text or JSON. Nothing is changed, started or pulled; values of secrets are never read into a finding.
 *
 * <p><b>Threading.</b> One thread, one check after the other. A check that breaks is a finding of its own and does not keep the others from being made.
 */
@NullMarked
package io.infermark.doctor;

import org.jspecify.annotations.NullMarked;

package org.covector.functional.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.Function1;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.optim.*;
import org.covector.functional.optim.schedule.*;

/** torch.optim.lr_scheduler. */
final class ScheduleDispatch implements ModelDispatch {
    @Override
    public String group() {
        return "schedule";
    }

    @Override
    public void run(JsonObject c) {
        JsonObject o = c.getAsJsonObject("optimizer");
        Seq<Rate> rates = Vector.empty();
        for (JsonElement g : o.getAsJsonArray("groups")) {
            rates = rates.appendAll(OptimDispatch.optimizer(o.get("op").getAsString(), OptimDispatch.merged(o.getAsJsonObject("options"),
                    g.getAsJsonObject())).rates());
        }
        Schedule schedule = schedule(c.get("op").getAsString(), c);
        int steps = c.get("steps").getAsInt();
        List<Progress> at = new ArrayList<>(List.of(schedule.begin(rates)));
        int shown = c.has("lr") ? c.getAsJsonArray("lr").get(0).getAsJsonArray().size() - 1 : steps;
        for (int k = 0; k < shown; k++) {
            Progress p = at.getLast();
            at.add(c.has("metrics") ? schedule.step(p, number(c.getAsJsonArray("metrics").get(k))) : schedule.step(p));
        }
        if (!c.has("lr")) {
            return;
        }
        Check check = OptimDispatch.check(c);
        for (int g = 0; g < rates.size(); g++) {
            int group = g;
            check.same("lr[" + g + "]", Tensor.of(at.stream().mapToDouble(p -> p.lr(group)).toArray()),
                    Tensor.of(numbers(c.getAsJsonArray("lr").get(g))), 1);
            if (c.has("momentum")) {
                check.same("momentum[" + g + "]", Tensor.of(at.stream().mapToDouble(p -> p.rates().get(group).momentum().get()).toArray()),
                        Tensor.of(numbers(c.getAsJsonArray("momentum").get(g))), 1);
            }
        }
    }

    private static double number(JsonElement e) {
        return e.isJsonObject() ? Double.parseDouble(e.getAsJsonObject().get("float").getAsString()) : Double.parseDouble(e.getAsString());
    }

    private static double[] numbers(JsonElement list) {
        JsonArray a = list.getAsJsonArray();
        double[] all = new double[a.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = number(a.get(i));
        }
        return all;
    }

    private static Seq<Double> list(Arguments o, String name, double otherwise) {
        if (!o.has(name)) {
            return Vector.of(otherwise);
        }
        JsonElement e = o.raw(name);
        return e.isJsonArray() ? Vector.ofAll(numbers(e)) : Vector.of(number(e));
    }

    private static Seq<Function1<Long, Double>> lambdas(Arguments o) {
        JsonElement e = o.raw("lr_lambda");
        JsonArray tables = e.isJsonArray() ? e.getAsJsonArray() : new JsonArray();
        if (!e.isJsonArray()) {
            tables.add(e);
        }
        Seq<Function1<Long, Double>> all = Vector.empty();
        for (JsonElement t : tables) {
            double[] table = numbers(t.getAsJsonObject().get("table"));
            all = all.append(k -> table[Math.toIntExact(k)]);
        }
        return all;
    }

    private static Seq<Schedule> parts(JsonObject c) {
        Seq<Schedule> all = Vector.empty();
        for (JsonElement e : c.getAsJsonArray("schedulers")) {
            all = all.append(schedule(e.getAsJsonObject().get("op").getAsString(), e.getAsJsonObject()));
        }
        return all;
    }

    private static Schedule schedule(String op, JsonObject c) {
        Arguments o = new Arguments(c.has("options") ? c.getAsJsonObject("options") : new JsonObject());
        o.granting("verbose").granting("last_epoch");
        Schedule made = switch (op) {
            case "LambdaLR" -> new Schedules.LambdaLR(lambdas(o));
            case "MultiplicativeLR" -> new Schedules.MultiplicativeLR(lambdas(o));
            case "StepLR" -> new Schedules.StepLR(o.whole("step_size", 1), o.number("gamma", 0.1));
            case "MultiStepLR" -> new Schedules.MultiStepLR(Vector.ofAll(o.ints("milestones")), o.number("gamma", 0.1));
            case "ConstantLR" -> new Schedules.ConstantLR(o.number("factor", 1.0 / 3), o.whole("total_iters", 5));
            case "LinearLR" -> new Schedules.LinearLR(o.number("start_factor", 1.0 / 3), o.number("end_factor", 1),
                    o.whole("total_iters", 5));
            case "ExponentialLR" -> new Schedules.ExponentialLR(o.number("gamma", 0.1));
            case "PolynomialLR" -> new Schedules.PolynomialLR(o.whole("total_iters", 5), o.number("power", 1));
            case "CosineAnnealingLR" -> new Schedules.CosineAnnealingLR(o.whole("T_max", 1), o.number("eta_min", 0));
            case "CosineAnnealingWarmRestarts" -> new Schedules.CosineAnnealingWarmRestarts(o.whole("T_0", 1), o.whole("T_mult", 1),
                    o.number("eta_min", 0));
            case "CyclicLR" -> cyclic(o);
            case "OneCycleLR" -> oneCycle(o);
            case "ReduceLROnPlateau" -> new ReduceLROnPlateau(o.text("mode", "min").equals("max"), o.number("factor", 0.1),
                    o.whole("patience", 10),
                    o.number("threshold", 1e-4), o.text("threshold_mode", "rel").equals("abs"), o.whole("cooldown", 0),
                            list(o, "min_lr", 0), o.number("eps", 1e-8));
            case "SWALR" -> new Schedules.SWALR(o.number("swa_lr", 0), o.whole("anneal_epochs", 10), o.text("anneal_strategy", "cos")
                    .equals("linear"));
            case "ChainedScheduler" -> new ChainedScheduler(parts(c));
            case "SequentialLR" -> new SequentialLR(parts(c), Vector.ofAll(numbers(c.get("milestones"))).map(Double::intValue));
            default -> throw new UnsupportedCase("schedule " + op);
        };
        o.requireAllRead();
        return made;
    }

    private static Schedule cyclic(Arguments o) {
        int up = o.whole("step_size_up", 2000);
        CyclicLR.Mode mode = CyclicLR.Mode.valueOf(o.text("mode", "triangular").toUpperCase(java.util.Locale.ROOT));
        if (o.has("scale_fn")) {
            throw new UnsupportedCase("scale_fn");
        }
        o.granting("scale_mode");
        return new CyclicLR(list(o, "base_lr", 0), list(o, "max_lr", 0), up, o.whole("step_size_down", up), mode, o.number("gamma", 1),
                o.flag("cycle_momentum", true), list(o, "base_momentum", 0.8), list(o, "max_momentum", 0.9));
    }

    private static Schedule oneCycle(Arguments o) {
        int steps = o.whole("total_steps", o.whole("epochs", 0) * o.whole("steps_per_epoch", 0));
        ArgumentException.require(steps > 0, "OneCycleLR", "totalSteps", steps, "1 or more");
        return OneCycleLR.of(0, steps).withMaxLrs(list(o, "max_lr", 0)).withPctStart(o.number("pct_start", 0.3))
                .withLinear(o.text("anneal_strategy", "cos").equals("linear")).withCycleMomentum(o.flag("cycle_momentum", true))
                .withMomenta(list(o, "base_momentum", 0.85), list(o, "max_momentum", 0.95))
                .withDivFactors(o.number("div_factor", 25), o.number("final_div_factor", 1e4)).withThreePhase(o.flag("three_phase", false));
    }
}

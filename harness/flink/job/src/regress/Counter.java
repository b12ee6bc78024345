package regress;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.DiscardingSink;
import org.apache.flink.streaming.api.functions.source.RichSourceFunction;

/**
 * A job whose state anybody can check: it counts 10 a second. The count is operator list state.
 *
 * <p>What it says of itself is in its accumulators, which Flink's REST interface shows: "restored" is 1 if it began
 * with a savepoint, "first" the count it began with, and "now" the count. Its first line says the same.
 */
@SuppressWarnings("deprecation") // what replaces it in Flink 1.18 is not there in 1.12
public final class Counter extends RichSourceFunction<Long> implements CheckpointedFunction {
    private transient ListState<Long> state;
    private volatile boolean cancelled;
    private boolean restored;
    private long n;

    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
        flink.setParallelism(1);
        flink.enableCheckpointing(2000);
        // The names under which a savepoint keeps the state of the two.
        flink.addSource(new Counter(), "count", Types.LONG).uid("src")
                .addSink(new DiscardingSink<>()).uid("out");
        flink.execute("counter");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("n", Long.class));
        restored = context.isRestored();
        for (Long kept : state.get()) {
            n += kept;
        }
        System.out.println("COUNTER restored=" + restored + " n=" + n);
    }

    @Override
    public void open(Configuration configuration) {
        count("restored").add(restored ? 1 : 0);
        count("first").add(n);
        count("now").add(n);
    }

    private LongCounter count(String name) {
        LongCounter counter = new LongCounter();
        getRuntimeContext().addAccumulator(name, counter);
        return counter;
    }

    @Override
    public void run(SourceContext<Long> out) throws Exception {
        while (!cancelled) {
            synchronized (out.getCheckpointLock()) {
                out.collect(++n);
                getRuntimeContext().getLongCounter("now").add(1);
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.clear();
        state.add(n);
    }
}

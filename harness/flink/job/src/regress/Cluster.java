package regress;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A session cluster in one process: a JobManager with its REST interface, and a TaskManager. Its arguments are the
 * number of slots and keys of Flink's configuration, as "key: value".
 */
public final class Cluster {
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new Configuration();
        for (int i = 1; i < arguments.length; i++) {
            String[] pair = arguments[i].split(": ", 2);
            configuration.setString(pair[0], pair[1]);
        }
        new MiniCluster(new MiniClusterConfiguration.Builder().setConfiguration(configuration)
                .setNumTaskManagers(1).setNumSlotsPerTaskManager(Integer.parseInt(arguments[0])).build()).start();
        System.out.println("CLUSTER started");
        Thread.currentThread().join();
    }
}
